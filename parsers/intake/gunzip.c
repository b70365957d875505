// SPDX-License-Identifier: MIT
/* Peels gzip (RFC 1952) off a stream and verifies it: checksum and length of every member. */
#include "gunzip.h"

#include "digest.h"
#include "inflation.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
	/* Half of a second-level cache; smaller blocks cost calls, larger ones cache misses. */
	GUNZIP_BLOCK_SIZE = 256 * 1024,
	GUNZIP_STEP = 16,    /* bytes inflated at a time while a place is looked for */
	GUNZIP_MAGIC = 0x1F, /* first byte of a member */
};

enum gunzip_phase {
	INSIDE,  /* a member */
	BETWEEN, /* members: another one, padding, or the end may follow */
	PADDING, /* only NULs may follow */
};

/* Places to go on from, kept while the stream is read. */
struct places {
	struct restart *items;
	size_t count;
	int64_t stride;
	int64_t next;          /* how much must be unpacked before the next */
	struct digest *digest; /* of the file since the last */
	const char *at;        /* of upstream's block: so far it has been added */
};

struct gunzip {
	struct blocks upstream;
	struct inflation *inflation;
	struct slice input; /* what is left of upstream's block */
	enum gunzip_phase phase;
	bool is_output_due;    /* inflation stopped for want of room, it may hold more */
	int64_t members;       /* finished */
	int64_t bytes;         /* inflated, but for this block */
	int64_t fed;           /* bytes of upstream's blocks */
	struct places *places; /* NULL: not kept */
	struct error ended;    /* STATUS_OK: it has not */
	/* The end of the block before, if places are kept, and the block. */
	unsigned char window[RESTART_WINDOW_SIZE + GUNZIP_BLOCK_SIZE];
};

static unsigned char *block_of(struct gunzip *gunzip)
{
	return gunzip->window + RESTART_WINDOW_SIZE;
}

struct gunzip *gunzip_new(struct blocks upstream)
{
	struct gunzip *gunzip = calloc(1, sizeof *gunzip);
	if (gunzip == NULL) {
		return NULL;
	}
	gunzip->upstream = upstream;
	gunzip->phase = INSIDE;
	gunzip->inflation = inflation_new();
	if (gunzip->inflation == NULL) {
		gunzip_free(gunzip);
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
	gunzip->bytes = place->unpacked_at;
	if (!inflation_begin_at(gunzip->inflation, place, before)) {
		gunzip_free(gunzip);
		return NULL;
	}
	return gunzip;
}

static int64_t inflated(const struct gunzip *gunzip)
{
	return gunzip->bytes + (GUNZIP_BLOCK_SIZE - (int64_t)inflation_room(gunzip->inflation));
}

/* What has been taken of upstream's block, up to `until`, belongs to the last place. */
static void hash_until(struct gunzip *gunzip, const char *until)
{
	struct places *places = gunzip->places;
	if (places != NULL && places->at < until) {
		(void)digest_add(places->digest, places->at, (size_t)(until - places->at));
		places->at = until;
	}
}

/* The last place ends `back` bytes before what is left of upstream's block. */
static void end_place(struct gunzip *gunzip, size_t back)
{
	struct places *places = gunzip->places;
	if (places != NULL) {
		struct restart *last = &places->items[places->count - 1];
		hash_until(gunzip, gunzip->input.data - back);
		last->packed_end = gunzip->fed - (int64_t)(gunzip->input.size + back);
		(void)digest_snapshot(places->digest, last->sha256);
	}
}

static bool is_place_due(const struct gunzip *gunzip)
{
	const struct places *places = gunzip->places;
	return places != NULL && places->count < GUNZIP_PLACES_MAX &&
	       inflated(gunzip) >= places->next;
}

/* Keeps the place where the stream stands. Without memory there is one less. */
static void keep_place(struct gunzip *gunzip, size_t back, int bits)
{
	struct places *places = gunzip->places;
	int64_t at = inflated(gunzip);
	size_t size = at < RESTART_WINDOW_SIZE ? (size_t)at : RESTART_WINDOW_SIZE;
	unsigned char *window = malloc(RESTART_WINDOW_SIZE);
	if (window == NULL) {
		return;
	}
	memcpy(window, inflation_written_until(gunzip->inflation) - size, size);
	end_place(gunzip, back);
	(void)digest_reset(places->digest);
	places->items[places->count++] = (struct restart){
		.unpacked_at = at,
		.packed_at = gunzip->fed - (int64_t)(gunzip->input.size + back),
		.packed_bits = bits,
		.window = window,
		.window_size = size,
	};
	int64_t later = at / GUNZIP_STRIDES;
	places->next = at + (later > places->stride ? later : places->stride);
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
	hash_until(gunzip, gunzip->input.data);
	enum status status = blocks_next(gunzip->upstream, &input, &gunzip->ended);
	if (status == STATUS_OK) {
		gunzip->input = input;
		gunzip->fed += (int64_t)input.size;
		if (gunzip->places != NULL) {
			gunzip->places->at = input.data;
		}
		return;
	}
	end_place(gunzip, 0);
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
	if (gunzip->input.data[0] == GUNZIP_MAGIC) {
		gunzip->phase = INSIDE;
		inflation_begin(gunzip->inflation);
	} else if (gunzip->input.data[0] == '\0') {
		gunzip->phase = PADDING;
	} else {
		garbage(gunzip);
	}
}

static void skip_padding(struct gunzip *gunzip)
{
	while (gunzip->input.size > 0) {
		if (gunzip->input.data[0] != '\0') {
			garbage(gunzip);
			return;
		}
		gunzip->input = slice_after(gunzip->input, 1);
	}
}

/* All of the input, or a step of it. */
static enum inflation_answer inflate_input(struct gunzip *gunzip, bool is_step)
{
	struct slice given = gunzip->input;
	if (is_step && given.size > GUNZIP_STEP) {
		given.size = GUNZIP_STEP;
	}
	enum inflation_answer answer = inflation_go(gunzip->inflation, &given);
	gunzip->input = slice_after(gunzip->input, (size_t)(given.data - gunzip->input.data));
	gunzip->is_output_due = inflation_room(gunzip->inflation) == 0;
	return answer;
}

/* A place is only kept if it begins in upstream's block: what was before is hashed already. */
static void look_for_place(struct gunzip *gunzip)
{
	size_t back = 0;
	int bits = 0;
	if (inflation_is_between_blocks(gunzip->inflation, &back, &bits) &&
	    back <= (size_t)(gunzip->input.data - gunzip->places->at)) {
		keep_place(gunzip, back, bits);
	}
}

static void inflate_some(struct gunzip *gunzip)
{
	bool is_due = is_place_due(gunzip);
	enum inflation_answer answer = inflate_input(gunzip, is_due);
	if (answer == INFLATION_ENDED) {
		gunzip->members++;
		gunzip->is_output_due = false;
		gunzip->phase = BETWEEN;
	} else if (answer == INFLATION_FOREIGN && gunzip->members > 0) {
		garbage(gunzip);
	} else if (answer != INFLATION_GOES_ON) {
		error_set(&gunzip->ended, STATUS_CORRUPT,
			  "gzip stream is damaged after %" PRId64
			  " bytes: %s: what came before is kept: fetch the file again",
			  inflated(gunzip), inflation_why(gunzip->inflation));
	} else if (is_due) {
		look_for_place(gunzip);
	}
}

static enum status next(void *self, struct slice *ret_block, struct error *error)
{
	struct gunzip *gunzip = self;
	if (gunzip->places != NULL) {
		memcpy(gunzip->window, gunzip->window + GUNZIP_BLOCK_SIZE, RESTART_WINDOW_SIZE);
	}
	inflation_give_room(gunzip->inflation, block_of(gunzip), GUNZIP_BLOCK_SIZE);
	while (inflation_room(gunzip->inflation) > 0 && gunzip->ended.status == STATUS_OK) {
		if (gunzip->input.size == 0 && !gunzip->is_output_due) {
			fill(gunzip);
		} else if (gunzip->phase == BETWEEN) {
			begin_member(gunzip);
		} else if (gunzip->phase == PADDING) {
			skip_padding(gunzip);
		} else {
			inflate_some(gunzip);
		}
	}
	size_t size = GUNZIP_BLOCK_SIZE - inflation_room(gunzip->inflation);
	if (size > 0) {
		gunzip->bytes += (int64_t)size;
		*ret_block = slice_make((const char *)block_of(gunzip), size);
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
	inflation_free(gunzip->inflation);
	free_places(gunzip->places);
	free(gunzip);
}
