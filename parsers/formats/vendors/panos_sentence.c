// SPDX-License-Identifier: MIT
/* Whom a PAN-OS sentence names. */
#include "panos_sentence.h"

#include "digrams.h"

/* Behind `before`: a name up to a blank, with its quotes and full stop taken off. */
struct slice panos_word_after(struct slice text, const char *before)
{
	size_t at = slice_find(text, before);
	if (at == text.size) {
		return slice_empty();
	}
	struct slice rest = slice_after(text, at + strlen(before));
	slice_eat_blanks(&rest);
	if (slice_eat_char(&rest, '\'')) {
		return slice_first(rest, slice_find_char(rest, '\''));
	}
	struct slice word = slice_first(rest, slice_find_char(rest, ' '));
	while (word.size > 0 && strchr(".,\"", word.data[word.size - 1]) != NULL) {
		word.size--;
	}
	return word;
}

static struct slice first_word_after(const struct digrams *digrams, struct slice text,
				     const char *const *befores)
{
	struct slice word = slice_empty();
	for (; *befores != NULL && word.size == 0; befores++) {
		if (digrams_may_hold(digrams, *befores)) {
			word = panos_word_after(text, *befores);
		}
	}
	return word;
}

static bool looks_like_address(struct slice word)
{
	return slice_find_char(word, '.') < word.size || slice_find_char(word, ':') < word.size;
}

void panos_sentence_read(struct slice sentence, struct event *event)
{
	static const char *const actors[] = {"for user ",   "by user ",
					     "User ",       "requested by ",
					     "User name: ", "authenticating user ",
					     NULL};
	static const char *const clients[] = {" from ", "From: ", "initiated by: ", "initiated by ",
					      NULL};
	struct digrams digrams;
	digrams_see(&digrams, sentence);
	event->actor = first_word_after(&digrams, sentence, actors);
	static const char *const servers[] = {"server address ", "connected to server ",
					      "to server ", NULL};
	struct slice client = first_word_after(&digrams, sentence, clients);
	if (looks_like_address(client)) {
		event->client = client;
	}
	struct slice server = first_word_after(&digrams, sentence, servers);
	if (looks_like_address(server)) {
		event->server = slice_first(server, slice_find_char(server, ':'));
	}
}
