"""词表: words of Chinese company names that tell trade and legal form; places."""

from __future__ import annotations

from louyu.engines import placenames


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


PROVINCES = (*placenames.PROVINCES, *placenames.REGIONS, *placenames.MUNICIPALITIES)
CITIES = (*placenames.CITIES, *placenames.PREFECTURES, *placenames.FORMER)
# Longest first where one ends in another: the pattern tries them in this order.
TRADES = _words(
    """
    信息技术 网络科技 信息科技 电子商务 电子科技 生物科技 文化传媒 文化传播
    广告传媒 建筑工程 装饰工程 建筑装饰 房地产开发 房地产经纪 房地产 物业管理
    物业服务 企业管理 投资管理 资产管理 管理咨询 商务咨询 信息咨询 财务咨询
    税务咨询 教育咨询 健康管理 供应链管理 人力资源 劳务派遣 国际贸易 进出口 经贸
    商贸 贸易 工贸 农贸 外贸 商业 商务 百货 超市 零售 批发 销售 营销 经销
    服饰 服装 纺织 鞋业 箱包 珠宝 首饰 眼镜 化妆品 日化 食品 饮料 酒业 茶业
    粮油 水产 海产 渔业 畜牧 农业 林业 果业 蔬菜 种业 生态 园林 绿化 园艺
    餐饮 饭店 酒店 宾馆 旅馆 旅游 旅行社 航空 航运 船舶 海运 货运 物流 快递
    运输 仓储 汽车 汽贸 租赁 出租 医药 药业 医疗 器械 卫生 健康 养老 康复
    生物 制药 化工 化学 塑料 橡胶 涂料 建材 钢铁 钢材 金属 五金 机械 机电
    电气 电器 电子 电力 能源 新能源 石油 燃气 煤炭 矿业 环保 环境 水务 水利
    自动化 智能 设备 仪器 仪表 模具 制造 加工 包装 印刷 纸业 木业 家具 家居
    装饰 装潢 装修 设计 建筑 建设 工程 市政 路桥 安装 消防 安全 保安 监理
    造价 测绘 勘察 检测 检验 认证 科技 技术 软件 网络 信息 数据 通信 通讯
    互联网 计算机 数码 传媒 传播 广告 文化 影视 娱乐 体育 健身 艺术 教育
    培训 咨询 顾问 策划 会展 展览 会议 服务 家政 保洁 劳务 人才 管理 投资
    资本 基金 金融 证券 保险 担保 典当 小额贷款 置业 地产 实业 产业 发展
    开发 物资 回收 维修 修理 美容 美发 摄影 婚庆 宠物 知识产权 商标 专利
    法律 会计 审计 税务 资产评估 评估 拍卖 代理 经纪 中介 供应链 电商 直播
    孵化器 众创空间 置地 控股 联合 国际 连锁
    """
)
FORMS = _words(
    """
    股份有限公司 有限责任公司 股份合作公司 有限公司 责任公司 总公司 公司 有限合伙
    普通合伙 特殊普通合伙 合伙企业 个人独资企业 农民专业合作社 专业合作社
    供销合作社 合作社 合作联社 联合社 信用社 律师事务所 会计师事务所 税务师事务所
    事务所 工作室 经营部 门市部 服务部 商行 商店 商场 市场 超市 酒楼 饭店
    餐馆 酒店 宾馆 工厂 总厂 厂 药店 诊所 门诊部 医院 幼儿园 学校 研究院
    研究所 中心 协会 俱乐部 银行 店 部 社 行 院 馆 所 站 场
    """
)
# Different ways to write one form.
SAME_FORMS = {"有限责任公司": "有限公司", "责任公司": "有限公司", "股份合作公司": "股份有限公司"}
