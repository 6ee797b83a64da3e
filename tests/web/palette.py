"""A PNG as small as a screen's picture can be: at most 256 colours, each pixel an index into them.

Reads what Chromium writes (8 bits a channel, no interlace). The colours that most pixels have stay as they are, and
every other pixel takes the nearest of them: what a screen shows is areas of one colour, and the edges of letters.
"""

import collections
import struct
import zlib


def _chunks(png):
    at = 8
    while at < len(png):
        size, = struct.unpack(">I", png[at:at + 4])
        yield png[at + 4:at + 8], png[at + 8:at + 8 + size]
        at += size + 12


def _paeth(left, up, corner):
    to_left, to_up, to_corner = abs(up - corner), abs(left - corner), abs(left + up - 2 * corner)
    return left if to_left <= to_up and to_left <= to_corner else up if to_up <= to_corner else corner


def _rows(data, width, height, step):
    """The bytes of each row, its filter undone (PNG, section 9)."""
    size = width * step
    above = bytearray(size)
    for y in range(height):
        kind, row = data[y * (size + 1)], bytearray(data[y * (size + 1) + 1:(y + 1) * (size + 1)])
        if kind == 1:
            for x in range(step, size):
                row[x] = (row[x] + row[x - step]) & 255
        elif kind == 2:
            row = bytearray((one + other) & 255 for one, other in zip(row, above))
        elif kind > 2:
            for x in range(size):
                left, corner = (row[x - step], above[x - step]) if x >= step else (0, 0)
                guess = (left + above[x]) >> 1 if kind == 3 else _paeth(left, above[x], corner)
                row[x] = (row[x] + guess) & 255
        yield row
        above = row


def smaller(png, most=64):
    """The same picture in at most that many colours (up to 256)."""
    parts = collections.defaultdict(bytes)
    for name, content in _chunks(png):
        parts[name] += content
    width, height, depth, kind, _, _, interlaced = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, interlaced) == (8, 0) and kind in (2, 6), "not as Chromium writes it"
    step = 3 if kind == 2 else 4
    rows = []
    for row in _rows(zlib.decompress(parts[b"IDAT"]), width, height, step):
        rows.append(list(zip(row[0::step], row[1::step], row[2::step])))
    counted = collections.Counter(colour for row in rows for colour in row)
    kept = []
    for colour, _ in counted.most_common():
        # Colours that nobody tells apart count as one.
        if all(sum((one - other) ** 2 for one, other in zip(colour, each)) > 100 for each in kept):
            kept.append(colour)
            if len(kept) == most:
                break
    index = {colour: min(range(len(kept)), key=lambda at, c=colour: sum((one - other) ** 2 for one, other in zip(c, kept[at])))
             for colour in counted}
    data = b"".join(b"\0" + bytes(index[colour] for colour in row) for row in rows)

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)) +
            chunk(b"PLTE", b"".join(map(bytes, kept))) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b""))
