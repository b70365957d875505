// SPDX-License-Identifier: MIT
/*
 * Peels gzip (RFC 1952) off a stream and verifies it: checksum and length of every member.
 *
 *     1f 8b 08 … deflate … crc32 isize │ 1f 8b 08 … │ 00 00 00
 *     member                             member       padding
 *
 * Members that follow one another (`cat a.gz b.gz`) are one stream. NULs behind the last member are
 * padding, as gzip itself takes them; anything else there is STATUS_CORRUPT. A stream that ends
 * early or is damaged yields all that could be inflated before it answers STATUS_CORRUPT.
 */
#ifndef OVERRUN_GUNZIP_H
#define OVERRUN_GUNZIP_H

#include "blocks.h"

#include "event.h"

struct gunzip;

/*
 * Places to go on from: the front, and one every GUNZIP_STRIDE bytes unpacked, later every 64th of
 * what came before: 64 in the first 4 GiB, 45 each time it doubles. Reading on from one inflates
 * that much at most.
 */
#define GUNZIP_STRIDE (INT64_C(64) << 20)
enum { GUNZIP_STRIDES = 64, GUNZIP_PLACES_MAX = 1024 };

/* NULL when out of memory. `upstream` must outlive it. */
struct gunzip *gunzip_new(struct blocks upstream);

/*
 * Keeps places from which gunzip_new_at goes on, one every `stride` bytes; before the first block.
 * False: no memory.
 */
bool gunzip_keep_places(struct gunzip *gunzip, int64_t stride);

/* Those of what has been inflated; `line` and `offset` are not set. Once the stream has ended. */
size_t gunzip_places(const struct gunzip *gunzip, const struct restart **ret_places);

/*
 * Goes on at a place: upstream yields the file from packed_at on, and `before` is the byte that
 * stands there before (any, if packed_bits is 0). The checksum of the member that it is in cannot
 * be verified; those of later ones are.
 */
struct gunzip *gunzip_new_at(struct blocks upstream, const struct restart *place,
			     unsigned char before);

struct blocks gunzip_blocks(struct gunzip *gunzip);
void gunzip_free(struct gunzip *gunzip);

#endif
