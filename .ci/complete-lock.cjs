// After `npm install`: `npm ci` wants every optional platform package in the lock, also those that a registry at hand
// does not offer. Adds what is missing, without an address or hash: npm reads them only on that platform.
const fs = require('node:fs');

const lock = JSON.parse(fs.readFileSync('package-lock.json', 'utf8'));
const SYSTEMS = ['android', 'darwin', 'win32', 'freebsd', 'linux', 'openharmony'];

/** Whether npm would find `name` from the package at `from`. */
function isThere(from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
    if (lock.packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
}

function entry(name, range, dev) {
  const system = SYSTEMS.find((each) => name.includes(each));
  const [cpu] = /(arm64|x64|ia32|riscv64|ppc64|s390x|loong64|wasm32|arm)(?=$|-|eabi)/.exec(name.replace(/^.*(?=android|darwin|win32|freebsd|linux|openharmony)/, '')) ?? [];
  return {
    version: range.replace(/^\D*/, ''),
    ...(cpu && { cpu: [cpu] }), ...(dev && { dev: true }),
    ...(system === 'linux' && { libc: [name.includes('musl') ? 'musl' : 'glibc'] }),
    optional: true, ...(system && { os: [system] }),
  };
}

for (const [at, { optionalDependencies = {}, dev }] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (!isThere(at, name)) lock.packages[`node_modules/${name}`] = entry(name, range, dev);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
fs.writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
