// SPDX-License-Identifier: MIT
/* The hash that is stored: texts that differ in any byte, or in size, have different ones. */
#include "mix.h"

#include <criterion/criterion.h>
#include <stdlib.h>

enum { SIZE = 40 };

static uint64_t hash_of(const char *text, size_t size)
{
	return mix_text(MIX_BASIS, slice_make(text, size));
}

static int compare(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a;
	uint64_t right = *(const uint64_t *)b;
	return (left > right) - (left < right);
}

/* Every size, each with every byte altered. */
Test(mix, tells_texts_apart_by_each_byte_and_by_size)
{
	static uint64_t hashes[(SIZE + 1) * (SIZE + 1)];
	char text[SIZE + 1] = "zeroes and ends, begins and all between";
	size_t count = 0;
	for (size_t size = 0; size <= SIZE; size++) {
		hashes[count++] = hash_of(text, size);
		for (size_t i = 0; i < size; i++) {
			text[i] ^= 1;
			hashes[count++] = hash_of(text, size);
			text[i] ^= 1;
		}
	}
	qsort(hashes, count, sizeof(hashes[0]), compare);
	for (size_t i = 1; i < count; i++) {
		cr_assert_neq(hashes[i - 1], hashes[i]);
	}
}

Test(mix, counts_zeroes_at_the_end)
{
	static const char zeroes[SIZE];
	for (size_t size = 0; size < SIZE; size++) {
		cr_assert_neq(hash_of(zeroes, size), hash_of(zeroes, size + 1));
	}
}

/* It is stored: worked out by hand from the definition, one step and its size. */
Test(mix, is_the_same_always)
{
	uint64_t hash = (MIX_BASIS ^ 0x6766656463626160) * UINT64_C(0x9e3779b97f4a7c15);
	hash ^= hash >> 32;
	hash = (hash ^ 8) * UINT64_C(0x9e3779b97f4a7c15);
	hash ^= hash >> 32;
	cr_assert_eq(hash_of("`abcdefg", 8), hash);
}

Test(mix, reads_no_byte_behind_the_text)
{
	for (size_t size = 1; size < SIZE; size++) {
		char *text = malloc(size);
		cr_assert_not_null(text);
		memset(text, 'a', size);
		cr_assert_neq(hash_of(text, size), MIX_BASIS);
		free(text);
	}
}
