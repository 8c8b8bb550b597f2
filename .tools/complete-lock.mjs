// Run after every `npm install`: npm leaves out of the lock the binaries of platforms it could not
// reach, and then refuses `npm ci` for the very lock it wrote. Names and versions come from the lock
// itself; npm skips whatever is for another platform, and has no use for a checksum of it.
import { readFileSync, writeFileSync } from 'node:fs';

const OS = {
  linux: 'linux',
  darwin: 'darwin',
  win32: 'win32',
  android: 'android',
  freebsd: 'freebsd',
};
OS.openharmony = 'openharmony';
const CPU = ['arm64', 'x64', 'arm', 'ia32', 'ppc64', 's390x', 'riscv64', 'loong64'];

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));

const isThere = (from, name) => {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (lock.packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
    if (at === '') return false;
  }
};

const platformOf = (name) => {
  const words = name.split(/[/-]/);
  const os = words.find((word) => OS[word]);
  const cpu = CPU.find((one) => words.includes(one));
  if (!os || !cpu) throw new Error(`cannot tell the platform of ${name}`);
  const musl = words.some((word) => word.startsWith('musl'));
  const gnu = words.some((word) => word.startsWith('gnu'));
  return {
    cpu: [cpu],
    ...(os === 'linux' && (musl || gnu) ? { libc: [musl ? 'musl' : 'glibc'] } : {}),
    os: [os],
  };
};

let added = 0;
for (const [from, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (from === '' || isThere(from, name)) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev ? { dev: true } : {}),
      optional: true,
      ...platformOf(name),
    };
    added += 1;
  }
}
if (added > 0) {
  const { '': root, ...rest } = lock.packages;
  const sorted = Object.keys(rest).sort((a, b) => a.localeCompare(b, 'en'));
  lock.packages = { '': root, ...Object.fromEntries(sorted.map((path) => [path, rest[path]])) };
  writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`);
}
console.log(`${added} entries added`);
