// SPDX-License-Identifier: MIT
/* Addresses as numbers: every one gives its text back, and nothing else has a number. */
#include "store_address.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static bool has_number(const char *text)
{
	/* A copy that ends where the text does: the sanitizer sees who reads on. */
	size_t size = strlen(text);
	char *copy = malloc(size + (size == 0));
	cr_assert_not_null(copy);
	memcpy(copy, text, size);
	int64_t number = 0;
	bool has = address_number(slice_make(copy, size), &number);
	free(copy);
	return has;
}

/* As inet_pton, which takes the same texts as this does. */
static void expect_as_inet(const char *text)
{
	struct in_addr address;
	bool is_address = inet_pton(AF_INET, text, &address) == 1;
	int64_t number = 0;
	cr_assert_eq(has_number(text), is_address, "%s", text);
	cr_assert_eq(address_number(slice_from(text), &number), is_address, "%s", text);
	if (is_address) {
		cr_assert_eq(number, -1 - (int64_t)ntohl(address.s_addr), "%s", text);
	}
}

Test(store_address, of_all_numbers_a_part_may_be)
{
	char text[32];
	for (int part = 0; part < 1100; part++) {
		(void)snprintf(text, sizeof(text), "%d.1.22.133", part);
		expect_as_inet(text);
		(void)snprintf(text, sizeof(text), "1.%d.22.133", part);
		expect_as_inet(text);
		(void)snprintf(text, sizeof(text), "1.22.%d.133", part);
		expect_as_inet(text);
		(void)snprintf(text, sizeof(text), "133.22.1.%d", part);
		expect_as_inet(text);
		(void)snprintf(text, sizeof(text), "%d.%d.%d.%d", part, part, part, part);
		expect_as_inet(text);
		(void)snprintf(text, sizeof(text), "10.0.0%d.1", part);
		expect_as_inet(text);
	}
}

Test(store_address, of_the_least_and_the_greatest)
{
	int64_t number = 0;
	cr_assert(address_number(slice_from("0.0.0.0"), &number));
	cr_assert_eq(number, -1);
	cr_assert(address_number(slice_from("255.255.255.255"), &number));
	cr_assert_eq(number, -(INT64_C(1) << 32));
}

Test(store_address, is_not_of_what_only_looks_like_one)
{
	static const char *const texts[] = {
		"",
		"1",
		"1.2.3",
		"1.2.3.",
		".1.2.3",
		"1.2.3.4.",
		"1.2.3.4.5",
		"1..3.4",
		"1.2.3.4 ",
		" 1.2.3.4",
		"1.2.3.4x",
		"1.2.3.-4",
		"1.2.3.+4",
		"01.2.3.4",
		"1.2.3.00",
		"1.2.3.256",
		"1.2.3.999",
		"1.2.3.1000",
		"::1",
		"2001:db8::",
		"::ffff:1.2.3.4",
		"1.2.3.4:80",
		"a.b.c.d",
		"1,2,3,4",
		"1.2.3.4/24",
		"0x1.2.3.4",
		"1.2.3.4.5.6.7",
		"192.168.100.2000",
	};
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		cr_assert(!has_number(texts[i]), "%s", texts[i]);
	}
	int64_t number = 0;
	cr_assert(!address_number(slice_make("1.2.3.4\0", 8), &number), "a zero byte is a byte");
	cr_assert(!address_number(slice_make("1.2.3\0004", 7), &number));
	cr_assert(!address_number(slice_make("1.2.3.\0", 7), &number));
}

/* Texts of the bytes that addresses have, at random. */
Test(store_address, is_as_inet_pton_has_it)
{
	static const char bytes[] = "0011234559....";
	unsigned seed = 5;
	for (int round = 0; round < 300000; round++) {
		char text[18] = {0};
		size_t size = (size_t)(rand_r(&seed) % 17);
		for (size_t i = 0; i < size; i++) {
			text[i] = bytes[(size_t)rand_r(&seed) % (sizeof(bytes) - 1)];
		}
		expect_as_inet(text);
	}
}
