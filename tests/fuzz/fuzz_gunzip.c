// SPDX-License-Identifier: MIT
/* Any bytes as gzip, in blocks whose size is the first byte: members, padding, damage. */
#include "fuzz.h"
#include "gunzip.h"

enum { OUTPUT_LIMIT = 16 << 20 }; /* a bomb of this size has shown what it can do */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0) {
		return 0;
	}
	struct fuzz_pieces pieces = {.rest = slice_make((const char *)data + 1, size - 1),
				     .block_size = (size_t)data[0] * 16 + 1};
	struct gunzip *gunzip =
		gunzip_new((struct blocks){.next = fuzz_pieces_next, .self = &pieces});
	struct slice block;
	struct error error = {0};
	enum status status = STATUS_OK;
	size_t total = 0;
	if (gunzip == NULL) {
		abort();
	}
	while (total < OUTPUT_LIMIT &&
	       (status = blocks_next(gunzip_blocks(gunzip), &block, &error)) == STATUS_OK) {
		if (block.size == 0) {
			abort();
		}
		fuzz_look(slice_first(block, 64));
		total += block.size;
	}
	/* Endings are lasting. */
	if (status != STATUS_OK && blocks_next(gunzip_blocks(gunzip), &block, &error) != status) {
		abort();
	}
	gunzip_free(gunzip);
	free(pieces.block);
	return 0;
}
