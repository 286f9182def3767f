/** Writes src/lib/wire.ts, or the file that is named, from the JSON Schema on standard input: `npm run wire`. */
import { writeFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { compile } from "json-schema-to-typescript";

const BANNER = "/** The wire's structures. Made from `freshbrick schema` by `make wire`: do not edit. */";
/** What the generator says of every definition, and the empty structure that it makes of the whole schema. */
const NOISE = /( \* \n)? \* This interface was referenced by[^\n]*\n \* via the `definition`[^\n]*\n/g;
const WHOLE = /export interface Freshbrick \{\n\[k: string\]: unknown\n\}\n/;

const written = await compile(JSON.parse(await text(process.stdin)), "Freshbrick", {
  additionalProperties: false,
  bannerComment: BANNER,
  format: false,
  unreachableDefinitions: true,
});
const plain = written.replaceAll(NOISE, "").replaceAll("/**\n */\n", "").replace(WHOLE, "");
await writeFile(process.argv[2] ?? new URL("src/lib/wire.ts", import.meta.url), plain);
