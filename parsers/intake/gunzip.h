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

struct gunzip;

/* NULL when out of memory. `upstream` must outlive it. */
struct gunzip *gunzip_new(struct blocks upstream);

struct blocks gunzip_blocks(struct gunzip *gunzip);
void gunzip_free(struct gunzip *gunzip);

#endif
