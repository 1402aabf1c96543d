# SPDX-License-Identifier: GPL-2.0
"""What the scripts of the benchmark read out of a vmlinux."""
import bisect
import struct
import subprocess


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class Vmlinux:
    """Symbols by name and by address, and the bytes at an address."""

    def __init__(self, path):
        self.path = path
        self.address = {}
        self.symbols = []		# (address, size, type, name), sorted
        for line in output("nm", "-n", "-S", path).splitlines():
            part = line.split()
            if len(part) == 3:		# no size
                part.insert(1, "0")
            if len(part) != 4:
                continue
            item = (int(part[0], 16), int(part[1], 16), part[2], part[3])
            self.symbols.append(item)
            self.address.setdefault(part[3], item[0])
        self.symbols.sort()
        self.starts = [s[0] for s in self.symbols]
        with open(path, "rb") as f:
            self.image = f.read()
        self.sections = list(self._sections())

    def _sections(self):
        """(name, flags, address, offset in the file, size) of each that has bytes."""
        offset, = struct.unpack_from("<Q", self.image, 0x28)
        entry, count, names = struct.unpack_from("<HHH", self.image, 0x3a)
        heads = [struct.unpack_from("<IIQQQQ", self.image, offset + i * entry) for i in range(count)]
        base = heads[names][4]
        for name, kind, flags, address, place, size in heads:
            if kind != 8:		# SHT_NOBITS
                end = self.image.index(b"\0", base + name)
                yield self.image[base + name:end].decode(), flags, address, place, size

    def read(self, address, size):
        for _, flags, start, place, length in self.sections:
            if flags & 2 and start <= address < start + length:
                at = place + address - start
                return self.image[at:at + size]
        raise KeyError(hex(address))

    def between(self, first, last):
        """The bytes from symbol FIRST to symbol LAST."""
        return self.read(self.address[first], self.address[last] - self.address[first])

    def symbol_at(self, address, types="tTwW"):
        """The symbol of one of TYPES that covers ADDRESS, or None."""
        at = bisect.bisect_right(self.starts, address) - 1
        while at >= 0 and self.starts[at] > address - (1 << 16):
            start, size, kind, _ = self.symbols[at]
            if kind in types and start <= address < start + size:
                return self.symbols[at]
            at -= 1
        return None
