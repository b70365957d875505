// SPDX-License-Identifier: MIT
/* Names of months in the languages in which programs write clocks (CLDR, glibc). */
#include "month_words.h"

enum { WORD_SIZE_MAX = 12 }; /* "septiembre", "septembre." */

static const struct {
	const char *word;
	int month;
} words[] = {
	/* en */
	{"jan", 1},
	{"feb", 2},
	{"mar", 3},
	{"apr", 4},
	{"may", 5},
	{"jun", 6},
	{"jul", 7},
	{"aug", 8},
	{"sep", 9},
	{"oct", 10},
	{"nov", 11},
	{"dec", 12},
	{"january", 1},
	{"february", 2},
	{"march", 3},
	{"april", 4},
	{"june", 6},
	{"july", 7},
	{"august", 8},
	{"sept", 9},
	{"september", 9},
	{"october", 10},
	{"november", 11},
	{"december", 12},
	/* fr */
	{"janv", 1},
	{"f\xc3\xa9vr", 2},
	{"f\xc3\xa9v", 2},
	{"fevr", 2},
	{"mars", 3},
	{"avr", 4},
	{"avril", 4},
	{"mai", 5},
	{"juin", 6},
	{"juil", 7},
	{"juillet", 7},
	{"ao\xc3\xbbt", 8},
	{"d\xc3\xa9"
	 "c",
	 12},
	/* de */
	{"m\xc3\xa4r", 3},
	{"m\xc3\xa4rz", 3},
	{"mrz", 3},
	{"juni", 6},
	{"juli", 7},
	{"okt", 10},
	{"dez", 12},
	/* es, pt, it */
	{"ene", 1},
	{"abr", 4},
	{"ago", 8},
	{"dic", 12},
	{"fev", 2},
	{"set", 9},
	{"out", 10},
	{"gen", 1},
	{"mag", 5},
	{"giu", 6},
	{"lug", 7},
	{"ott", 10},
	/* zh: 一月 … 十二月; with figures see below */
	{"\xe4\xb8\x80\xe6\x9c\x88", 1},
	{"\xe4\xba\x8c\xe6\x9c\x88", 2},
	{"\xe4\xb8\x89\xe6\x9c\x88", 3},
	{"\xe5\x9b\x9b\xe6\x9c\x88", 4},
	{"\xe4\xba\x94\xe6\x9c\x88", 5},
	{"\xe5\x85\xad\xe6\x9c\x88", 6},
	{"\xe4\xb8\x83\xe6\x9c\x88", 7},
	{"\xe5\x85\xab\xe6\x9c\x88", 8},
	{"\xe4\xb9\x9d\xe6\x9c\x88", 9},
	{"\xe5\x8d\x81\xe6\x9c\x88", 10},
	{"\xe5\x8d\x81\xe4\xb8\x80\xe6\x9c\x88", 11},
	{"\xe5\x8d\x81\xe4\xba\x8c\xe6\x9c\x88", 12},
};

/* "8월", "8月", "12월" */
static int figures_eat(struct slice *text)
{
	struct slice rest = *text;
	int32_t month = 0;
	if (!slice_eat_digits(&rest, 2, &month) && !slice_eat_digits(&rest, 1, &month)) {
		return 0;
	}
	if (month < 1 || month > 12 ||
	    !(slice_eat(&rest, "\xec\x9b\x94") || slice_eat(&rest, "\xe6\x9c\x88"))) {
		return 0;
	}
	*text = rest;
	return (int)month;
}

int month_word_eat(struct slice *text)
{
	size_t size = 0;
	while (size < text->size && size <= WORD_SIZE_MAX &&
	       ((unsigned char)((text->data[size] | 0x20) - 'a') < 26 ||
		(unsigned char)text->data[size] >= 0x80)) {
		size++;
	}
	if (size < 3 || size > WORD_SIZE_MAX) {
		return figures_eat(text);
	}
	struct slice word = slice_first(*text, size);
	char second = (char)(word.data[1] | 0x20); /* tells more words apart than the first */
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		if ((words[i].word[1] | 0x20) == second &&
		    slice_is_ignoring_case(word, words[i].word)) {
			*text = slice_after(*text, size);
			(void)slice_eat_char(text, '.');
			return words[i].month;
		}
	}
	return 0;
}

int month_word_at(const char *at)
{
	/* Three letters as one number; the sum of the last two tells months apart, in any case. */
	enum { SLOTS = 32 };
	static const struct {
		uint32_t letters;
		int month;
	} months[SLOTS] = {
		[1] = {0x6a756c, 7},   /* jul */
		[2] = {0x617072, 4},   /* apr */
		[3] = {0x6a756e, 6},   /* jun */
		[5] = {0x6e6f76, 11},  /* nov */
		[7] = {0x666562, 2},   /* feb */
		[8] = {0x646563, 12},  /* dec */
		[15] = {0x6a616e, 1},  /* jan */
		[19] = {0x6d6172, 3},  /* mar */
		[21] = {0x736570, 9},  /* sep */
		[23] = {0x6f6374, 10}, /* oct */
		[26] = {0x6d6179, 5},  /* may */
		[28] = {0x617567, 8},  /* aug */
	};
	uint32_t letters = (uint32_t)(unsigned char)at[0] << 16 |
			   (uint32_t)(unsigned char)at[1] << 8 | (unsigned char)at[2];
	size_t slot = ((size_t)(unsigned char)at[1] + (unsigned char)at[2]) % SLOTS;
	return months[slot].letters == (letters | 0x202020) ? months[slot].month : 0;
}

const char *month_word_english(int month)
{
	static const char names[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
					  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	return month < 1 || month > 12 ? "" : names[month - 1];
}
