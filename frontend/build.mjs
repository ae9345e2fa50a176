// 前端构建: htmx, Leaflet and a sprite of the icons in use, with their versions and licences.
import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const here = import.meta.dirname;
const packages = join(here, "node_modules");
const source = join(here, "..", "src", "louyu");
const target = join(source, "portal", "static", "build");

// An icon is used where a template says {% icon "name" %} or a declaration says icon="name".
const USE = /\bicon(?: |=)"([a-z0-9-]+)"/g;

async function iconsInUse() {
  const names = new Set();
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !/\.(html|py)$/.test(entry.name)) continue;
    const text = await readFile(join(entry.parentPath, entry.name), "utf8");
    for (const [, name] of text.matchAll(USE)) names.add(name);
  }
  return [...names].sort();
}

async function symbol(name) {
  const path = join(packages, "@tabler", "icons", "icons", "outline", `${name}.svg`);
  const drawing = await readFile(path, "utf8").catch(() => {
    throw new Error(`no icon is called "${name}"; see the outline folder of @tabler/icons`);
  });
  const shapes = drawing.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
}

async function notice(name) {
  const { version, license } = JSON.parse(
    await readFile(join(packages, name, "package.json"), "utf8"),
  );
  return `${name} ${version} (${license})`;
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const symbols = await Promise.all((await iconsInUse()).map(symbol));
await writeFile(
  join(target, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`,
);
await copyFile(join(packages, "htmx.org", "dist", "htmx.min.js"), join(target, "htmx.js"));
for (const name of ["leaflet.js", "leaflet.css"]) {
  await copyFile(join(packages, "leaflet", "dist", name), join(target, name));
}
const notices = await Promise.all(["@tabler/icons", "htmx.org", "leaflet"].map(notice));
// BSD-2-Clause asks for its whole text beside a copy.
const terms = await readFile(join(packages, "leaflet", "LICENSE"), "utf8");
await writeFile(join(target, "NOTICE.txt"), `${notices.join("\n")}\n\nleaflet\n${terms}`);
console.log(`${symbols.length} icons, ${notices.join(", ")}`);
