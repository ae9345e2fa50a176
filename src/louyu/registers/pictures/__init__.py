"""图片: what a photo of any record consists of, and its answer; who may see it says the record."""
