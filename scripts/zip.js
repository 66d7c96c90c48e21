import { crc32, deflateRawSync } from 'node:zlib';

/** 1 January 2000 in the words of MS-DOS: the same files make the same archive, whenever that is. */
const DATE = ((2000 - 1980) << 9) | (1 << 5) | 1;
/** Names are UTF-8. */
const FLAGS = 0x0800;
const DEFLATE = 8;
const VERSION = 20;

/**
 * @param {Record<string, string | Buffer>} files contents by path, with "/" between folders
 * @returns {Buffer} a zip archive of at most 65,535 files and 4 GB
 */
export function zip(files) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [path, content] of Object.entries(files)) {
    const name = Buffer.from(path);
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw, { level: 9 });
    const common = Buffer.alloc(26);
    [VERSION, FLAGS, DEFLATE, 0, DATE].forEach((value, index) => common.writeUInt16LE(value, index * 2));
    [crc32(raw), packed.length, raw.length].forEach((value, index) =>
      common.writeUInt32LE(value, 10 + index * 4),
    );
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, name, packed);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02'), Buffer.from([VERSION, 0]), common, place, name);
    offset += 4 + common.length + name.length + packed.length;
  }
  const listing = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  const count = Object.keys(files).length;
  [count, count].forEach((value, index) => end.writeUInt16LE(value, 8 + index * 2));
  [listing.length, offset].forEach((value, index) => end.writeUInt32LE(value, 12 + index * 4));
  return Buffer.concat([...parts, listing, end]);
}
