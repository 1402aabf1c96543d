// SPDX-License-Identifier: GPL-2.0
/*
 * kernel-text FILE: write the kernel's text as it is now to FILE.  From
 * /proc/kcore, between _stext and _etext of /proc/kallsyms.
 */
#include <elf.h>
#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static unsigned long symbol(const char *wanted)
{
	FILE *f = fopen("/proc/kallsyms", "r");
	char line[512], name[256], type;
	unsigned long addr;

	if (!f)
		err(2, "/proc/kallsyms");
	while (fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%lx %c %255s", &addr, &type, name) == 3 &&
		    !strcmp(name, wanted)) {
			fclose(f);
			return addr;
		}
	}
	errx(2, "no %s in /proc/kallsyms", wanted);
}

/* Where @addr is in the file. */
static off_t offset_of(int core, unsigned long addr)
{
	Elf64_Ehdr head;
	Elf64_Phdr part;
	int i;

	if (pread(core, &head, sizeof(head), 0) != sizeof(head))
		err(2, "/proc/kcore");
	for (i = 0; i < head.e_phnum; i++) {
		if (pread(core, &part, sizeof(part), head.e_phoff + i * sizeof(part)) !=
		    sizeof(part))
			err(2, "/proc/kcore");
		if (part.p_type == PT_LOAD && addr - part.p_vaddr < part.p_memsz)
			return part.p_offset + (addr - part.p_vaddr);
	}
	errx(2, "/proc/kcore does not have %lx", addr);
}

int main(int argc, char **argv)
{
	unsigned long start = symbol("_stext"), end = symbol("_etext");
	int core = open("/proc/kcore", O_RDONLY);
	static char buf[65536];
	ssize_t got;
	off_t at;
	FILE *out;

	if (argc != 2 || core < 0)
		errx(2, "usage: kernel-text FILE, with /proc/kcore");
	out = fopen(argv[1], "w");
	if (!out)
		err(2, "%s", argv[1]);
	at = offset_of(core, start);
	while (start < end) {
		got = pread(core, buf, end - start < sizeof(buf) ? end - start : sizeof(buf), at);
		if (got <= 0)
			err(2, "/proc/kcore");
		fwrite(buf, 1, got, out);
		start += got;
		at += got;
	}
	if (fclose(out))
		err(2, "%s", argv[1]);
	return 0;
}
