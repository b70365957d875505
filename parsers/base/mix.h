// SPDX-License-Identifier: MIT
/*
 * A hash of 64 bits that is the same everywhere and always: for texts that nobody gains by making
 * alike, and whose hash is stored. Where somebody might gain, see store_words.h and digest.h.
 *
 *     uint64_t hash = mix_text(mix_number(MIX_BASIS, happened_at), message);
 */
#ifndef OVERRUN_MIX_H
#define OVERRUN_MIX_H

#include "eight.h"
#include "slice.h"

#define MIX_BASIS UINT64_C(0xcbf29ce484222325)

/* Each step is one to one, in the hash as in the number: two that differ stay different. */
static inline uint64_t mix_number(uint64_t hash, uint64_t number)
{
	hash = (hash ^ number) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ (hash >> 32);
}

/* Eight bytes at a time; the size tells texts apart that end in zeroes. */
static inline uint64_t mix_text(uint64_t hash, struct slice text)
{
	size_t at = 0;
	for (; at + EIGHT_SIZE <= text.size; at += EIGHT_SIZE) {
		hash = mix_number(hash, eight_load(text.data + at));
	}
	if (at < text.size) {
		hash = mix_number(hash, eight_begin(text.data + at, text.size - at));
	}
	return mix_number(hash, text.size);
}

#endif
