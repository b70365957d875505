// SPDX-License-Identifier: MIT
/* Any bytes as a file: which archives and compressions are in it, every stream read to its end. */
#include "fuzz.h"
#include "source.h"

static void read_stream(struct blocks blocks)
{
	struct slice block;
	struct error error = {0};
	while (blocks_next(blocks, &block, &error) == STATUS_OK) {
		if (block.size == 0) {
			abort();
		}
		fuzz_look(slice_first(block, 64));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct file_options options = {0};
	struct source *source = NULL;
	struct error error = {0};
	char path[FUZZ_PATH_SIZE];
	int file = fuzz_file(data, size, path);
	enum status status = source_open(path, "fuzz.tar", &options, &source, &error);
	while (status != STATUS_END && status != STATUS_NO_MEMORY && source != NULL) {
		struct entry entry = {0};
		struct blocks blocks;
		status = source_next(source, &entry, &blocks, &error);
		if (status == STATUS_OK) {
			fuzz_look(slice_from(entry.chain));
			/* Some are left before their end. */
			if (strlen(entry.chain) % 3 != 0) {
				read_stream(blocks);
			}
		}
	}
	source_close(source);
	(void)close(file);
	return 0;
}
