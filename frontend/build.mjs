// Bundles the desk's modules and styles: node build.mjs OUT_FOLDER SOURCES_DIGEST
//
// Every file but the manifest carries a hash of its content in its name, so that browsers may keep
// it for good. manifest.json says which file stands for which name, build.json from which sources it
// was made and what of other people's is in it; licences.txt has their licences.

import * as esbuild from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? join(here, "../src/dateline/desk/static"));
const digest = process.argv[3] ?? "";

function packageFolder(input) {
  const parts = input.split("/");
  const at = parts.lastIndexOf("node_modules");
  if (at < 0) return null;
  const scoped = parts[at + 1].startsWith("@");
  return parts.slice(0, at + (scoped ? 3 : 2)).join("/");
}

function licences(inputs) {
  const folders = [...new Set(inputs.map(packageFolder).filter(Boolean))].sort();
  const packages = [];
  const texts = [];
  for (const folder of folders) {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    const file = readdirSync(join(here, folder)).find((name) => /^licen[cs]e/i.test(name));
    if (!file) throw new Error(`${about.name} has no licence file`);
    packages.push({ name: about.name, version: about.version, licence: about.license });
    const text = readFileSync(join(here, folder, file), "utf8").trim();
    texts.push(`${about.name} ${about.version} (${about.license})\n\n${text}\n`);
  }
  return { packages, text: texts.join(`\n${"-".repeat(78)}\n\n`) };
}

if (existsSync(out)) rmSync(out, { recursive: true });
mkdirSync(out, { recursive: true });
const result = await esbuild.build({
  absWorkingDir: here,
  entryPoints: { desk: "src/desk.js", style: "src/style/desk.css" },
  outdir: out,
  bundle: true,
  format: "esm",
  splitting: true,
  minify: true,
  target: ["es2022"],
  charset: "utf8",
  legalComments: "none",
  loader: { ".json": "json", ".topojson": "file" },
  // The shapes are fetched when the map is drawn, not parsed as program text.
  plugins: [
    {
      name: "shapes-as-files",
      setup(build) {
        build.onLoad({ filter: /world-atlas\/.*\.json$/ }, ({ path }) => ({
          contents: readFileSync(path),
          loader: "file",
        }));
      },
    },
  ],
  entryNames: "[name]-[hash]",
  chunkNames: "part-[hash]",
  assetNames: "[name]-[hash]",
  metafile: true,
  logLevel: "warning",
  // htmx can evaluate expressions in attributes; the desk turns that off and its policy forbids it.
  logOverride: { "direct-eval": "silent" },
});

const names = {};
for (const [path, about] of Object.entries(result.metafile.outputs)) {
  const name = relative(out, resolve(here, path));
  if (about.entryPoint === "src/desk.js") names["desk.js"] = name;
  else if (about.entryPoint === "src/style/desk.css") names["desk.css"] = name;
  else names[name] = name;
}
names["licences.txt"] = "licences.txt";
const { packages, text } = licences(Object.keys(result.metafile.inputs));
writeFileSync(join(out, "licences.txt"), text);
// The record of what was built comes last: without it the build counts as not done.
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(names, null, 1)}\n`);
writeFileSync(join(out, "build.json"), `${JSON.stringify({ sources: digest, packages }, null, 1)}\n`);
