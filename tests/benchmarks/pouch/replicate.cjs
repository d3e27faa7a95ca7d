// PouchDB at the other end of a measurement. Modules come from FOLDER/node_modules; commands come as lines on stdin.
//   node replicate.cjs FOLDER serve        an express-pouchdb on a port of its own, which it prints
//   node replicate.cjs FOLDER replicate URL   fill N BYTES | push | pull | close: each answered with one line of JSON
// Both sides keep their documents in LevelDB files under the working folder; everything else is PouchDB's default.
const { createRequire } = require("node:module");
const path = require("node:path");
const readline = require("node:readline");

const [folder, role, url] = process.argv.slice(2);
const load = createRequire(path.join(folder, "package.json"));
const PouchDB = load("pouchdb");

function serve() {
  const app = load("express")();
  const AtHome = PouchDB.defaults({ prefix: "served/", adapter: "leveldb" });
  app.use("/", load("express-pouchdb")(AtHome, { mode: "minimumForPouchDB", logPath: "served.log" }));
  const listening = app.listen(0, "127.0.0.1", () => console.log(listening.address().port));
}

async function filled(db, count, bytes) {
  const made = Date.now();
  const docs = Array.from({ length: count }, (_, n) => ({
    _id: `${made}-${String(n).padStart(8, "0")}`,
    type: "visit",
    note: "x".repeat(bytes),
  }));
  await db.bulkDocs(docs);
  return { docs: count };
}

async function timed(replicating) {
  const began = process.hrtime.bigint();
  const done = await replicating;
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  return { docs: done.docs_written, seconds };
}

async function replicate() {
  const mine = new PouchDB("mine", { adapter: "leveldb" });
  const theirs = new PouchDB("theirs", { adapter: "leveldb" });
  const remote = new PouchDB(`${url}/documents`);
  const commands = {
    fill: (count, bytes) => filled(mine, Number(count), Number(bytes)),
    push: () => timed(mine.replicate.to(remote)),
    pull: () => timed(theirs.replicate.from(remote)),
  };
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, ...rest] = line.trim().split(" ");
    console.log(JSON.stringify(await commands[name](...rest)));
  }
  process.exit(0);
}

role === "serve" ? serve() : replicate();
