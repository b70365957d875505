// SPDX-License-Identifier: MIT
/* Peels gzip (RFC 1952) off a stream and verifies it: checksum and length of every member. */
#include "gunzip.h"

#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

enum {
	/* Half of a second-level cache; smaller blocks cost calls, larger ones cache misses. */
	GUNZIP_BLOCK_SIZE = 256 * 1024,
	GUNZIP_WINDOW = 15 + 16, /* zlib: 32 KiB window, gzip header and trailer, verified */
	GUNZIP_MAGIC = 0x1F,     /* first byte of a member */
};

enum gunzip_phase {
	INSIDE,  /* a member */
	BETWEEN, /* members: another one, padding, or the end may follow */
	PADDING, /* only NULs may follow */
};

/* All there is to go on from any point: restart points are copies of this. */
struct gunzip {
	struct blocks upstream;
	z_stream stream; /* next_in and avail_in: what is left of upstream's block */
	enum gunzip_phase phase;
	bool is_output_due; /* inflate stopped for want of room, it may hold more */
	int64_t members;    /* finished */
	int64_t bytes;      /* inflated */
	struct error ended; /* STATUS_OK: it has not */
	unsigned char block[GUNZIP_BLOCK_SIZE];
};

struct gunzip *gunzip_new(struct blocks upstream)
{
	struct gunzip *gunzip = calloc(1, sizeof *gunzip);
	if (gunzip == NULL) {
		return NULL;
	}
	gunzip->upstream = upstream;
	gunzip->phase = INSIDE;
	if (inflateInit2(&gunzip->stream, GUNZIP_WINDOW) != Z_OK) {
		free(gunzip);
		return NULL;
	}
	return gunzip;
}

static int64_t inflated(const struct gunzip *gunzip)
{
	return gunzip->bytes + (GUNZIP_BLOCK_SIZE - (int64_t)gunzip->stream.avail_out);
}

/* Upstream has no more: fine between members, else somebody cut the file. */
static void end_of_input(struct gunzip *gunzip)
{
	if (gunzip->phase == INSIDE) {
		error_set(&gunzip->ended, STATUS_CORRUPT,
			  "truncated: gzip stream ends early after %" PRId64
			  " bytes: what came before is kept: fetch the file again",
			  inflated(gunzip));
		return;
	}
	gunzip->ended.status = STATUS_END;
}

/* Sees to it that there is input, or that `ended` says why not. */
static void fill(struct gunzip *gunzip)
{
	struct slice input;
	enum status status = blocks_next(gunzip->upstream, &input, &gunzip->ended);
	if (status == STATUS_END) {
		end_of_input(gunzip);
	} else if (status == STATUS_OK) {
		gunzip->stream.next_in = (z_const Bytef *)input.data;
		gunzip->stream.avail_in = (uInt)input.size;
	}
}

static void garbage(struct gunzip *gunzip)
{
	error_set(&gunzip->ended, STATUS_CORRUPT,
		  "gzip stream is followed by bytes that are no gzip, after %" PRId64
		  " good bytes in %" PRId64 " members: what came before is kept",
		  inflated(gunzip), gunzip->members);
}

/* Decides what the byte behind a member begins. */
static void begin_member(struct gunzip *gunzip)
{
	if (*gunzip->stream.next_in == GUNZIP_MAGIC) {
		gunzip->phase = INSIDE;
		(void)inflateReset(&gunzip->stream);
	} else if (*gunzip->stream.next_in == 0) {
		gunzip->phase = PADDING;
	} else {
		garbage(gunzip);
	}
}

static void skip_padding(struct gunzip *gunzip)
{
	while (gunzip->stream.avail_in > 0) {
		if (*gunzip->stream.next_in != 0) {
			garbage(gunzip);
			return;
		}
		gunzip->stream.next_in++;
		gunzip->stream.avail_in--;
	}
}

static void inflate_some(struct gunzip *gunzip)
{
	int answer = inflate(&gunzip->stream, Z_NO_FLUSH);
	gunzip->is_output_due = gunzip->stream.avail_out == 0;
	switch (answer) {
	case Z_OK:
	case Z_BUF_ERROR: /* no progress without more input */
		return;
	case Z_STREAM_END:
		gunzip->members++;
		gunzip->phase = BETWEEN;
		gunzip->is_output_due = false;
		return;
	case Z_MEM_ERROR:
		error_set(&gunzip->ended, STATUS_NO_MEMORY, "out of memory");
		return;
	default:
		if (gunzip->members > 0 && gunzip->stream.total_out == 0 &&
		    gunzip->stream.msg != NULL && strstr(gunzip->stream.msg, "header") != NULL) {
			garbage(gunzip);
			return;
		}
		error_set(&gunzip->ended, STATUS_CORRUPT,
			  "gzip stream is damaged after %" PRId64
			  " bytes: %s: what came before is kept: fetch the file again",
			  inflated(gunzip),
			  gunzip->stream.msg == NULL ? "preset dictionary" : gunzip->stream.msg);
	}
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct gunzip *gunzip = self;
	gunzip->stream.next_out = gunzip->block;
	gunzip->stream.avail_out = GUNZIP_BLOCK_SIZE;
	while (gunzip->stream.avail_out > 0 && gunzip->ended.status == STATUS_OK) {
		if (gunzip->stream.avail_in == 0 && !gunzip->is_output_due) {
			fill(gunzip);
		} else if (gunzip->phase == BETWEEN) {
			begin_member(gunzip);
		} else if (gunzip->phase == PADDING) {
			skip_padding(gunzip);
		} else {
			inflate_some(gunzip);
		}
	}
	size_t size = GUNZIP_BLOCK_SIZE - gunzip->stream.avail_out;
	if (size > 0) {
		gunzip->bytes += (int64_t)size;
		*ret_block = slice_make((const char *)gunzip->block, size);
		return STATUS_OK;
	}
	if (gunzip->ended.status == STATUS_END) {
		return STATUS_END;
	}
	return error_set(error, gunzip->ended.status, "%s", gunzip->ended.message);
}

struct blocks gunzip_blocks(struct gunzip *gunzip)
{
	return (struct blocks){.next = next, .self = gunzip};
}

void gunzip_free(struct gunzip *gunzip)
{
	if (gunzip == NULL) {
		return;
	}
	(void)inflateEnd(&gunzip->stream);
	free(gunzip);
}
