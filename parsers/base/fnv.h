// SPDX-License-Identifier: MIT
/*
 * FNV-1a of 64 bits (Fowler, Noll, Vo): for texts that nobody gains by making alike. Where somebody
 * might, see store_words.h and digest.h.
 */
#ifndef OVERRUN_FNV_H
#define OVERRUN_FNV_H

#include <stdint.h>

#define FNV_BASIS UINT64_C(0xcbf29ce484222325)

/* Mixes a byte in; or a number, whose higher bits then reach only the higher ones of the hash. */
static inline uint64_t fnv_mix(uint64_t hash, uint64_t value)
{
	return (hash ^ value) * UINT64_C(0x100000001b3);
}

#endif
