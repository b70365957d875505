// SPDX-License-Identifier: MIT
/* What stands between the stamp and the message of an application's text line. */
#include "log_head.h"

#include "application.h"

enum {
	WORDS_MAX = 10,       /* between stamp and message; Spring Boot has 6 */
	STRANGERS_MAX = 1,    /* words before the level that are neither: Python's logger name */
	COLOUR_SIZE_MAX = 12, /* "ESC[38;5;208m" less a byte */
};

/* Eats blanks and the terminal's colours: "ESC[32m", "ESC[0;39m". */
void log_head_eat_blanks(struct slice *rest)
{
	for (;;) {
		slice_eat_blanks(rest);
		if (rest->size < 3 || rest->data[0] != '\x1b' || rest->data[1] != '[') {
			return;
		}
		size_t end = slice_find_char(slice_first(*rest, COLOUR_SIZE_MAX), 'm');
		if (end >= rest->size || end == COLOUR_SIZE_MAX) {
			return;
		}
		*rest = slice_after(*rest, end + 1);
	}
}

/* Eats "[…]" with brackets in it: "[QuorumPeer[myid=1]/0:0]". */
bool log_head_eat_bracketed(struct slice *rest, struct slice *ret_inner)
{
	int open = 0;
	for (size_t i = 0; i < rest->size; i++) {
		open += rest->data[i] == '[' ? 1 : 0;
		open -= rest->data[i] == ']' ? 1 : 0;
		if (open == 0) {
			if (i == 0) {
				return false;
			}
			*ret_inner = slice_trim(slice_make(rest->data + 1, i - 1));
			*rest = slice_after(*rest, i + 1);
			return true;
		}
	}
	return false;
}

/* A run of bytes up to a blank or a colour. */
struct slice log_head_eat_word(struct slice *rest)
{
	size_t size = 0;
	while (size < rest->size && rest->data[size] != ' ' && rest->data[size] != '\t' &&
	       rest->data[size] != '\x1b') {
		size++;
	}
	struct slice word = slice_first(*rest, size);
	*rest = slice_after(*rest, size);
	return word;
}

static bool is_number(struct slice word)
{
	uint64_t number = 0;
	return slice_eat_uint(&word, &number) && slice_is_empty(word);
}

/* A level by name: numbers are process ids here. */
bool log_head_take_level(struct slice word, struct log_head *head)
{
	if (slice_ends_with(word, ":")) {
		word.size--;
	}
	enum severity severity = is_number(word) ? SEVERITY_NONE : level_severity(word);
	if (head->levelled || severity == SEVERITY_NONE) {
		return false;
	}
	head->severity = severity;
	head->levelled = true;
	return true;
}

/* Monolog: "production.ERROR:", a channel and a level. */
static bool take_channel(struct slice word, struct log_head *head)
{
	size_t point = slice_find_char(word, '.');
	if (!slice_ends_with(word, ":") || point == word.size || point == 0) {
		return false;
	}
	struct slice level = slice_after(word, point + 1);
	for (size_t i = 0; i + 1 < level.size; i++) {
		if (level.data[i] < 'A' || level.data[i] > 'Z') {
			return false;
		}
	}
	if (!log_head_take_level(level, head)) {
		return false;
	}
	head->logger = slice_first(word, point);
	return true;
}

/* etcd: "I | etcdserver: published", one letter and a bar. */
static bool take_letter(struct slice word, struct slice rest, struct log_head *head)
{
	static const struct {
		char letter;
		enum severity severity;
	} levels[] = {{'I', SEVERITY_INFORMATIONAL}, {'W', SEVERITY_WARNING},
		      {'E', SEVERITY_ERROR},         {'C', SEVERITY_CRITICAL},
		      {'N', SEVERITY_NOTICE},        {'D', SEVERITY_DEBUG}};
	if (word.size != 1 || head->levelled || !slice_starts_with(rest, " | ")) {
		return false;
	}
	for (size_t i = 0; i < sizeof levels / sizeof levels[0]; i++) {
		if (word.data[0] == levels[i].letter) {
			head->severity = levels[i].severity;
			head->levelled = true;
			return true;
		}
	}
	return false;
}

/* The logger and how it is set off from the message: "c.e.Pay   : x", "Pay - x", "Pay: x". */
static void read_logger(struct slice rest, bool is_bare, struct log_head *head)
{
	struct slice behind = rest;
	struct slice word = log_head_eat_word(&behind);
	log_head_eat_blanks(&behind);
	head->message = rest;
	if (word.size > 1 && slice_ends_with(word, ":")) {
		word.size--;
	} else if (!slice_eat(&behind, ": ") && !slice_eat(&behind, "- ") &&
		   !slice_eat(&behind, ":\x1b[0;39m ") && !is_bare) {
		return;
	}
	head->logger = word;
	log_head_eat_blanks(&behind);
	head->message = behind;
}

/* ZooKeeper: "main:QuorumPeerConfig@117", "QuorumPeer[myid=1]/…:2181:FastLeaderElection@774" */
static void take_place(struct slice inner, struct log_head *head)
{
	size_t end = inner.size;
	while (end > 0 && inner.data[end - 1] >= '0' && inner.data[end - 1] <= '9') {
		end--;
	}
	if (end == inner.size || end < 2 || inner.data[end - 1] != '@') {
		return;
	}
	size_t begin = --end;
	while (begin > 0 && inner.data[begin - 1] != ':') {
		begin--;
	}
	head->logger = slice_make(inner.data + begin, end - begin);
}

/* Elasticsearch, WildFly: "[o.e.n.Node               ]", "[org.jboss.as]"; the first counts. */
static void take_class(struct slice inner, struct log_head *head)
{
	bool dotted = false;
	if (!head->levelled || !slice_is_empty(head->logger)) {
		return;
	}
	for (size_t i = 0; i < inner.size; i++) {
		char byte = inner.data[i];
		bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
			      byte == '_' || byte == '$';
		dotted = dotted || (byte == '.' && i > 0);
		if (!letter && byte != '.' && (i == 0 || byte < '0' || byte > '9')) {
			return;
		}
	}
	if (dotted) {
		head->logger = inner;
		head->classed = true;
	}
}

/* Kafka puts it last: "… leader balancing (kafka.controller.KafkaController)" */
void log_head_take_last(struct slice message, struct log_head *head)
{
	if (!slice_is_empty(head->logger) || !slice_ends_with(message, ")")) {
		return;
	}
	size_t begin = message.size - 1;
	bool dotted = false;
	while (begin > 0 && message.data[begin - 1] != '(' && message.data[begin - 1] != ' ') {
		dotted = dotted || message.data[begin - 1] == '.';
		begin--;
	}
	if (begin > 0 && dotted && message.data[begin - 1] == '(') {
		head->logger = slice_make(message.data + begin, message.size - 1 - begin);
	}
}

/* WildFly: "(Controller Boot Thread) WFLYSRV0025: …" */
static struct slice without_thread(struct slice text)
{
	enum { THREAD_SIZE_MAX = 96 };
	size_t end = slice_find(slice_first(text, THREAD_SIZE_MAX), ") ");
	bool is_thread = slice_starts_with(text, "(") && end < THREAD_SIZE_MAX && end < text.size;
	return is_thread ? slice_after(text, end + 2) : text;
}

/* Everything between the stamp and the logger. */
bool log_head_read(struct slice rest, bool is_bare, struct log_head *head)
{
	int strangers = 0;
	for (int i = 0; i < WORDS_MAX; i++) {
		struct slice inner = slice_empty();
		log_head_eat_blanks(&rest);
		struct slice before = rest;
		if (rest.size > 0 && rest.data[0] == '[' && log_head_eat_bracketed(&rest, &inner)) {
			if (!log_head_take_level(inner, head)) {
				take_place(inner, head);
				take_class(inner, head);
			}
			continue;
		}
		struct slice word = log_head_eat_word(&rest);
		bool dash = slice_is(word, "-") || slice_is(word, "|") || slice_is(word, ":");
		if (dash && head->levelled) {
			log_head_eat_blanks(&rest);
			head->message = rest;
			return true;
		}
		if (dash || slice_is(word, "---") || slice_is(word, "--") || is_number(word) ||
		    log_head_take_level(word, head) || take_letter(word, rest, head)) {
			continue;
		}
		if (i == 0 && take_channel(word, head)) {
			log_head_eat_blanks(&rest);
			head->message = rest;
			return true;
		}
		if (head->levelled && head->classed) {
			head->message = without_thread(before);
			return true;
		}
		if (head->levelled) {
			read_logger(before, is_bare, head);
			return true;
		}
		head->logger = word;
		if (++strangers > STRANGERS_MAX || slice_is_empty(word)) {
			return false;
		}
	}
	head->message = rest;
	return head->levelled;
}
