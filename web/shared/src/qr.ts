// A text as a QR code (ISO/IEC 18004), for a phone's camera: bytes, error correction M (about 15 % may
// be unreadable), versions 1 to 10 (up to 213 bytes). Tested in tests/qr.test.ts.
//
//   const rows = qr("otpauth://totp/...");      // of dark (true) and light modules
//
// Our own, as the library's component would bring 3 kB to pages that show none.

/** Of versions 1 to 10 at M: correction bytes of a block, then how many blocks of how many data bytes. */
const blocks: [number, [number, number][]][] = [
  [10, [[1, 16]]],
  [16, [[1, 28]]],
  [26, [[1, 44]]],
  [18, [[2, 32]]],
  [24, [[2, 43]]],
  [16, [[4, 27]]],
  [18, [[4, 31]]],
  [22, [[2, 38], [2, 39]]],
  [22, [[3, 36], [2, 37]]],
  [26, [[4, 43], [1, 44]]],
];
/** Where the centres of the small squares are, of versions 1 to 10. */
const centres = [[], [6, 18], [6, 22], [6, 26], [6, 30], [6, 34], [6, 22, 38], [6, 24, 42], [6, 26, 46], [6, 28, 50]];

/** Powers of 2 in GF(256) with x^8 + x^4 + x^3 + x^2 + 1, and their logarithms. */
const powers: number[] = [];
const logs: number[] = [];
for (let i = 0, value = 1; i < 255; i += 1) {
  powers[i] = value;
  logs[value] = i;
  value = value & 128 ? (value << 1) ^ 0x11d : value << 1;
}

function times(one: number, other: number): number {
  return one === 0 || other === 0 ? 0 : (powers[((logs[one] ?? 0) + (logs[other] ?? 0)) % 255] ?? 0);
}

/** The Reed-Solomon bytes of a block. */
function correction(data: number[], count: number): number[] {
  let generator = [1];
  for (let i = 0; i < count; i += 1) {
    const before = generator;
    generator = [...before, 0].map((each, at) => each ^ times(before[at - 1] ?? 0, powers[i] ?? 0));
  }
  const rest = [...data, ...Array.from({ length: count }, () => 0)];
  data.forEach((_, at) => {
    const first = rest[at] ?? 0;
    generator.forEach((each, i) => {
      rest[at + i] = (rest[at + i] ?? 0) ^ times(each, first);
    });
  });
  return rest.slice(data.length);
}

function roomOf(version: number): number {
  return (blocks[version - 1]?.[1] ?? []).reduce((sum, [count, size]) => sum + count * size, 0);
}

/** One of each in turn, as long as there are any. */
function byTurns(all: number[][]): number[] {
  const longest = Math.max(...all.map((each) => each.length));
  return Array.from({ length: longest }, (_, i) => all.flatMap((each) => each.slice(i, i + 1))).flat();
}

/** The bytes as they are drawn: length and text, filled up, in blocks that take turns. */
function wordsOf(bytes: number[], version: number): number[] {
  const [count, kinds] = blocks[version - 1] ?? [0, []];
  const room = roomOf(version);
  const bits: number[] = [];
  const put = (value: number, width: number): void => {
    for (let i = width - 1; i >= 0; i -= 1) {
      bits.push((value >> i) & 1);
    }
  };
  put(4, 4); // "bytes follow"
  put(bytes.length, version < 10 ? 8 : 16);
  for (const each of bytes) {
    put(each, 8);
  }
  put(0, Math.min(4, room * 8 - bits.length));
  put(0, (8 - (bits.length % 8)) % 8);
  const data: number[] = [];
  for (let i = 0; i < bits.length; i += 8) {
    data.push(bits.slice(i, i + 8).reduce((sum, bit) => sum * 2 + bit, 0));
  }
  for (let i = 0; data.length < room; i += 1) {
    data.push(i % 2 === 0 ? 0xec : 0x11);
  }
  const parts: number[][] = [];
  let at = 0;
  for (const [many, size] of kinds) {
    for (let i = 0; i < many; i += 1) {
      parts.push(data.slice(at, at + size));
      at += size;
    }
  }
  return [...byTurns(parts), ...byTurns(parts.map((each) => correction(each, count)))];
}

const masks: ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

/** `value`, then the remainder by which it is corrected (BCH). */
function corrected(value: number, generator: number, extra: number): number {
  const width = (of: number): number => 32 - Math.clz32(of);
  let rest = value << extra;
  while (width(rest) >= width(generator)) {
    rest ^= generator << (width(rest) - width(generator));
  }
  return (value << extra) | rest;
}

/** How hard a drawing is to read, by the four rules of the standard. */
function penalty(rows: boolean[][]): number {
  const size = rows.length;
  let sum = 0;
  let dark = 0;
  for (const line of [...rows, ...rows.map((_, x) => rows.map((row) => row[x] ?? false))]) {
    const text = line.map((each) => (each ? "1" : "0")).join("");
    for (const run of text.match(/0+|1+/g) ?? []) {
      sum += run.length >= 5 ? run.length - 2 : 0;
    }
    for (let at = 0; at + 11 <= size; at += 1) {
      sum += ["10111010000", "00001011101"].includes(text.slice(at, at + 11)) ? 40 : 0;
    }
  }
  rows.forEach((row, y) => {
    row.forEach((each, x) => {
      dark += each ? 1 : 0;
      const below = rows[y + 1];
      const same = below !== undefined && x + 1 < size && each === row[x + 1] && each === below[x] && each === below[x + 1];
      sum += same ? 3 : 0;
    });
  });
  return sum + 10 * Math.floor(Math.abs((dark * 20) / (size * size) - 10));
}

function draw(version: number, words: number[], mask: number): boolean[][] {
  const size = version * 4 + 17;
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, (): boolean | undefined => undefined));
  const set = (x: number, y: number, dark: boolean): void => {
    const row = rows[y];
    if (row !== undefined && x >= 0 && x < size) {
      row[x] = dark;
    }
  };
  /** Rings around a centre, all dark but those. */
  const square = (x: number, y: number, radius: number, light: number[]): void => {
    for (let dy = -radius; dy <= radius; dy += 1) {
      for (let dx = -radius; dx <= radius; dx += 1) {
        set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
      }
    }
  };
  // 1. Lines of dots, the three large squares with what is light around them, the small ones.
  for (let i = 0; i < size; i += 1) {
    set(6, i, i % 2 === 0);
    set(i, 6, i % 2 === 0);
  }
  square(3, 3, 4, [2, 4]);
  square(size - 4, 3, 4, [2, 4]);
  square(3, size - 4, 4, [2, 4]);
  const places = centres[version - 1] ?? [];
  const last = places.length - 1;
  places.forEach((x, i) => {
    places.forEach((y, j) => {
      const taken = (i === 0 && (j === 0 || j === last)) || (i === last && j === 0);
      if (!taken) {
        square(x, y, 2, [1]);
      }
    });
  });
  // 2. Which correction (M is 0) and which mask, twice. From version 7 on the version, twice.
  const format = corrected(mask, 0x537, 10) ^ 0x5412;
  for (let i = 0; i < 15; i += 1) {
    const dark = ((format >> i) & 1) === 1;
    set(8, i < 6 ? i : i < 8 ? i + 1 : size - 15 + i, dark);
    set(i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i, 8, dark);
  }
  set(8, size - 8, true);
  if (version >= 7) {
    const bits = corrected(version, 0x1f25, 12);
    for (let i = 0; i < 18; i += 1) {
      const dark = ((bits >> i) & 1) === 1;
      set(size - 11 + (i % 3), Math.floor(i / 3), dark);
      set(Math.floor(i / 3), size - 11 + (i % 3), dark);
    }
  }
  // 3. The words, in columns of two from the right, up and down by turns, masked.
  const bits = words.flatMap((word) => [7, 6, 5, 4, 3, 2, 1, 0].map((i) => ((word >> i) & 1) === 1));
  let next = 0;
  let up = true;
  for (let right = size - 1; right > 0; right -= 2) {
    right -= right === 6 ? 1 : 0; // the line of dots
    for (let step = 0; step < size; step += 1) {
      const y = up ? size - 1 - step : step;
      for (const x of [right, right - 1]) {
        if (rows[y]?.[x] === undefined) {
          set(x, y, (bits[next] ?? false) !== (masks[mask]?.(x, y) ?? false));
          next += 1;
        }
      }
    }
    up = !up;
  }
  return rows.map((row) => row.map((each) => each === true));
}

/** With that mask, else with the one that is read most easily. Throws where the text is too long. */
export function qr(text: string, mask?: number): boolean[][] {
  const bytes = [...new TextEncoder().encode(text)];
  const version = blocks.findIndex((_, i) => bytes.length + (i < 9 ? 2 : 3) <= roomOf(i + 1)) + 1;
  if (version === 0) {
    throw new Error(`${bytes.length} bytes are too many for this QR code`);
  }
  const words = wordsOf(bytes, version);
  if (mask !== undefined) {
    return draw(version, words, mask);
  }
  return masks
    .map((_, each) => draw(version, words, each))
    .reduce((best, each) => (penalty(each) < penalty(best) ? each : best));
}
