// SPDX-License-Identifier: MIT
/* Peels gzip (RFC 1952) off a stream and verifies it: checksum and length of every member. */
#include "gunzip.h"

#include "digest.h"

#include <inttypes.h>
#include <stdlib.h>
#include <zlib.h>

enum {
	/* Half of a second-level cache; smaller blocks cost calls, larger ones cache misses. */
	GUNZIP_BLOCK_SIZE = 256 * 1024,
	GUNZIP_WINDOW = 15 + 16, /* zlib: 32 KiB window, gzip header and trailer, verified */
	GUNZIP_RAW = -15,        /* a member without header and trailer */
	GUNZIP_TRAILER = 8,      /* checksum and length */
	GUNZIP_MAGIC = 0x1F,     /* first byte of a member */
	BLOCK_ENDS = 128,        /* of zlib's data_type: stopped between two blocks, */
	LAST_BLOCK = 64,         /* in the last one, */
	UNUSED_BITS = 7,         /* and so many bits of the last byte belong to the next */
};

enum gunzip_phase {
	INSIDE,  /* a member */
	BETWEEN, /* members: another one, padding, or the end may follow */
	PADDING, /* only NULs may follow */
	TRAILER, /* of a member that was begun amid: passed over */
};

/* Places to go on from, kept while the stream is read. */
struct places {
	struct restart *items;
	size_t count;
	int64_t stride;
	int64_t next;            /* how much must be unpacked before the next */
	struct digest *digest;   /* of the file since the last */
	const unsigned char *at; /* of upstream's block: so far it has been added */
};

struct gunzip {
	struct blocks upstream;
	z_stream stream; /* next_in and avail_in: what is left of upstream's block */
	enum gunzip_phase phase;
	bool is_output_due;    /* inflate stopped for want of room, it may hold more */
	int64_t members;       /* finished */
	int64_t bytes;         /* inflated */
	int64_t fed;           /* bytes of upstream's blocks */
	size_t trailer;        /* bytes of it that are still to come */
	bool is_raw;           /* inflating without header, from a place on */
	struct places *places; /* NULL: not kept */
	struct error ended;    /* STATUS_OK: it has not */
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

bool gunzip_keep_places(struct gunzip *gunzip, int64_t stride)
{
	struct places *places = calloc(1, sizeof *places);
	if (places == NULL) {
		return false;
	}
	places->next = places->stride = stride;
	places->items = calloc(GUNZIP_PLACES_MAX, sizeof *places->items);
	places->digest = digest_new();
	places->count = 1; /* the front of the file */
	gunzip->places = places;
	return places->items != NULL && places->digest != NULL;
}

size_t gunzip_places(const struct gunzip *gunzip, const struct restart **ret_places)
{
	*ret_places = gunzip->places == NULL ? NULL : gunzip->places->items;
	return gunzip->places == NULL ? 0 : gunzip->places->count;
}

struct gunzip *gunzip_new_at(struct blocks upstream, const struct restart *place,
			     unsigned char before)
{
	struct gunzip *gunzip = gunzip_new(upstream);
	if (gunzip == NULL) {
		return NULL;
	}
	if (place->packed_at == 0) {
		return gunzip; /* the front of the file */
	}
	gunzip->is_raw = true;
	gunzip->bytes = place->unpacked_at;
	int bits = place->packed_bits;
	if (inflateReset2(&gunzip->stream, GUNZIP_RAW) != Z_OK ||
	    (bits > 0 && inflatePrime(&gunzip->stream, bits, before >> (8 - bits)) != Z_OK) ||
	    inflateSetDictionary(&gunzip->stream, place->window, (uInt)place->window_size) !=
		    Z_OK) {
		gunzip_free(gunzip);
		return NULL;
	}
	return gunzip;
}

static int64_t inflated(const struct gunzip *gunzip)
{
	return gunzip->bytes + (GUNZIP_BLOCK_SIZE - (int64_t)gunzip->stream.avail_out);
}

/* What has been taken of upstream's block belongs to the last place. */
static void hash_taken(struct gunzip *gunzip)
{
	struct places *places = gunzip->places;
	if (places != NULL && places->count > 0 && places->at < gunzip->stream.next_in) {
		(void)digest_add(places->digest, places->at,
				 (size_t)(gunzip->stream.next_in - places->at));
		places->at = gunzip->stream.next_in;
	}
}

/* The last place ends where the stream is now. */
static void end_place(struct gunzip *gunzip)
{
	struct places *places = gunzip->places;
	if (places != NULL && places->count > 0) {
		struct restart *last = &places->items[places->count - 1];
		hash_taken(gunzip);
		last->packed_end = gunzip->fed - (int64_t)gunzip->stream.avail_in;
		(void)digest_snapshot(places->digest, last->sha256);
	}
}

static bool is_place_due(const struct gunzip *gunzip)
{
	const struct places *places = gunzip->places;
	return places != NULL && places->count < GUNZIP_PLACES_MAX &&
	       inflated(gunzip) >= places->next;
}

/* The stream stands between two blocks: keeps the place. Without memory there is one less. */
static void keep_place(struct gunzip *gunzip)
{
	struct places *places = gunzip->places;
	uInt size = RESTART_WINDOW_SIZE;
	unsigned char *window = malloc(RESTART_WINDOW_SIZE);
	if (window == NULL || inflateGetDictionary(&gunzip->stream, window, &size) != Z_OK) {
		free(window);
		return;
	}
	end_place(gunzip);
	(void)digest_reset(places->digest);
	places->at = gunzip->stream.next_in;
	places->items[places->count++] = (struct restart){
		.unpacked_at = inflated(gunzip),
		.packed_at = gunzip->fed - (int64_t)gunzip->stream.avail_in,
		.packed_bits = gunzip->stream.data_type & UNUSED_BITS,
		.window = window,
		.window_size = size,
	};
	int64_t later = inflated(gunzip) / GUNZIP_STRIDES;
	places->next = inflated(gunzip) + (later > places->stride ? later : places->stride);
}

/* Upstream has no more: fine between members, else somebody cut the file. */
static void end_of_input(struct gunzip *gunzip)
{
	if (gunzip->phase == INSIDE || gunzip->phase == TRAILER) {
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
	hash_taken(gunzip);
	enum status status = blocks_next(gunzip->upstream, &input, &gunzip->ended);
	if (status == STATUS_OK) {
		gunzip->stream.next_in = (z_const Bytef *)input.data;
		gunzip->stream.avail_in = (uInt)input.size;
		gunzip->fed += (int64_t)input.size;
		if (gunzip->places != NULL) {
			gunzip->places->at = gunzip->stream.next_in;
		}
		return;
	}
	end_place(gunzip);
	if (status == STATUS_END) {
		end_of_input(gunzip);
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
		(void)inflateReset2(&gunzip->stream, GUNZIP_WINDOW);
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

static void skip_trailer(struct gunzip *gunzip)
{
	size_t size = gunzip->trailer;
	size = size > gunzip->stream.avail_in ? gunzip->stream.avail_in : size;
	gunzip->stream.next_in += size;
	gunzip->stream.avail_in -= (uInt)size;
	gunzip->trailer -= size;
	gunzip->phase = gunzip->trailer > 0 ? TRAILER : BETWEEN;
}

static void end_member(struct gunzip *gunzip)
{
	gunzip->members++;
	gunzip->is_output_due = false;
	gunzip->phase = gunzip->is_raw ? TRAILER : BETWEEN;
	gunzip->trailer = GUNZIP_TRAILER;
	gunzip->is_raw = false;
}

static void inflate_some(struct gunzip *gunzip)
{
	bool is_due = is_place_due(gunzip);
	int answer = inflate(&gunzip->stream, is_due ? Z_BLOCK : Z_NO_FLUSH);
	gunzip->is_output_due = gunzip->stream.avail_out == 0;
	if (is_due && answer == Z_OK &&
	    (gunzip->stream.data_type & (BLOCK_ENDS | LAST_BLOCK)) == BLOCK_ENDS) {
		keep_place(gunzip);
	}
	switch (answer) {
	case Z_OK:
	case Z_BUF_ERROR: /* no progress without more input */
		return;
	case Z_STREAM_END:
		end_member(gunzip);
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
		} else if (gunzip->phase == TRAILER) {
			skip_trailer(gunzip);
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

static void free_places(struct places *places)
{
	if (places == NULL) {
		return;
	}
	for (size_t i = 0; i < places->count; i++) {
		free((unsigned char *)(uintptr_t)places->items[i].window);
	}
	free(places->items);
	digest_free(places->digest);
	free(places);
}

void gunzip_free(struct gunzip *gunzip)
{
	if (gunzip == NULL) {
		return;
	}
	(void)inflateEnd(&gunzip->stream);
	free_places(gunzip->places);
	free(gunzip);
}

const char *gunzip_library(void)
{
	return zlibVersion();
}
