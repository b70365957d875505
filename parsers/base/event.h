// SPDX-License-Identifier: MIT
/*
 * The one thing every log line becomes, and the sink it goes into.
 *
 * A format fills a `struct event` from one line without allocating: every slice borrows from the
 * line (or from the format's own state) and is valid until the next line is read. What a line does
 * not say stays empty, zero or *_NONE. The reader places the stamps in time; the sink copies.
 */
#ifndef OVERRUN_EVENT_H
#define OVERRUN_EVENT_H

#include "signal.h"
#include "status.h"
#include "timestamp.h"

enum {
	DURATION_NONE = -1,
	BYTES_NONE = -1,
	PORT_NONE = -1,
	SEQUENCE_NONE = -1,
};

/* How bad the line itself says it is (syslog's scale); SEVERITY_NONE when it does not say. */
enum severity {
	SEVERITY_EMERGENCY,
	SEVERITY_ALERT,
	SEVERITY_CRITICAL,
	SEVERITY_ERROR,
	SEVERITY_WARNING,
	SEVERITY_NOTICE,
	SEVERITY_INFORMATIONAL,
	SEVERITY_DEBUG,
	SEVERITY_NONE,
};

struct event {
	/* When. The format fills the stamps; the reader fills the points in time. */
	struct stamp stamp; /* the device's or application's own clock */
	struct stamp
		relay; /* the envelope's clock (syslog header, container runtime), if another */
	timestamp happened_at; /* `stamp` placed, by the source's own clock, uncorrected */
	timestamp received_at; /* `relay` placed, or TIMESTAMP_NONE */
	enum origin zone_origin;
	enum origin year_origin;
	int64_t duration_us; /* how long, or DURATION_NONE */
	bool stamps_end; /* the stamp is the end of `duration_us` (nginx), not its start (HAProxy)
			  */

	/* What. */
	enum signal signal;
	enum severity severity;
	struct slice code; /* the vendor's message id: "106023", "0100044547", "general" */
	struct slice
		outcome; /* "ok", "fail", "accept", "deny", "timeout", … or the vendor's word */
	struct slice message; /* the text for people; defaults to the record's body */
	/*
	 * What rules match instead of the line's text: the whole record where this line is but its
	 * last (a quoted CSV cell, JSON over many lines), or its words where they are escaped.
	 * Empty: the line's text.
	 */
	struct slice rule_text;

	/* Who and on what. */
	struct slice host;    /* the device or machine that wrote the line */
	struct slice program; /* syslog tag or process name, without pid */
	struct slice actor;   /* account as the log spells it */
	struct slice object;  /* "host", "host:part", "backend/server" */
	struct slice part;    /* instead of `object`: an interface, peer, tunnel of `host` */

	/* The human record (`format: events`) and rules fill these. */
	struct slice step, role, reason, id, recipient, after;
	int64_t sequence; /* `seq` of a human record, or SEQUENCE_NONE */

	/* Requests and flows. */
	struct slice client, server;      /* source and destination address */
	int32_t client_port, server_port; /* or PORT_NONE */
	struct slice method, path, agent; /* path as written, query string included */
	struct slice protocol;            /* "HTTP/1.1", "tcp" */
	struct slice rule;                /* the firewall rule or policy, the backend of a proxy */
	int32_t status;                   /* HTTP status; 0: none */
	int64_t bytes_out, bytes_in;      /* to the client, from the client, or BYTES_NONE */
};

/* An event of which nothing is known yet: no times, SIGNAL_LOG, empty slices, *_NONE numbers. */
void event_clear(struct event *event);

/* What became of the lines of an entry; lines = events + rejected + blank, always. */
struct tally {
	int64_t lines;
	int64_t events;
	int64_t rejected;
	int64_t blank;
	int64_t cut;    /* of the events and rejected: longer than the limit, rest dropped */
	int64_t mended; /* of the events: invalid UTF-8 or NUL bytes replaced */
	int64_t bytes;  /* of the decompressed stream */
};

/* Adds `part` to `sum`, field by field. */
void tally_add(struct tally *sum, const struct tally *part);

/* lines = events + rejected + blank */
bool tally_is_exact(const struct tally *tally);

enum { SHA256_SIZE = 32 };

/* One stream of lines inside a source: the file itself, or a member of an archive. */
struct entry {
	const char *path;   /* of the source, as the case file's directory sees it */
	const char *chain;  /* "night.tar.gz!logs/fw.log.gz"; equals `path` for a plain file */
	int64_t modified_s; /* epoch seconds of the member or file; 0 unknown */
	uint64_t head;      /* hash of its first ENTRY_HEAD_SIZE bytes; 0: it is shorter */
};

enum {
	ENTRY_HEAD_SIZE = 512
}; /* some lines: files that were not grown one from the other differ */

enum { RESTART_WINDOW_SIZE = 32 * 1024 }; /* RFC 1951: as far back as a stream may point */

/*
 * A place in a file from which an entry can be read again without what stands before it. The line
 * begins `offset - unpacked_at` bytes behind the place itself.
 */
struct restart {
	int64_t line;        /* the first line that begins at or behind the place */
	int64_t offset;      /* of that line in the entry's stream */
	int64_t unpacked_at; /* of the place in the same */
	int64_t packed_at;   /* of the place in the file, its first whole byte */
	int32_t packed_bits; /* of the byte before, which belong to the place, too */
	/* Of gzip, else window_size is 0: */
	int64_t packed_end;                /* the place ends here, the next begins */
	unsigned char sha256[SHA256_SIZE]; /* of the file's bytes from packed_at to packed_end */
	const unsigned char *window;       /* what was unpacked before */
	size_t window_size;
};

/* How an entry ended. */
struct entry_result {
	struct tally tally;
	unsigned char sha256[SHA256_SIZE]; /* of the decompressed stream */
	const char *format;                /* name of the winner, or "" when the entry was empty */
	int32_t margin;                    /* winner's bid sum less the runner-up's */
	const char *runner_up;             /* or "" */
	const char *charset;               /* "UTF-8", "CP949", … */
	const char *zone; /* IANA name or offset used where lines have none, or "" */
	enum origin zone_origin;
	enum status status;  /* OK, CORRUPT (truncated: what came before is in), LIMIT, IO */
	const char *message; /* what, why, what to do; "" with OK */
	const struct restart *restarts; /* ascending; of an entry that is its file, or none */
	size_t restart_count;
};

/* Where a line stands: enough to find it again. */
struct position {
	int64_t line;     /* counts from 1 */
	int64_t offset;   /* bytes into the decompressed stream */
	struct slice raw; /* the line as it stands there, without its terminator (undecoded) */
};

/*
 * Where the reader puts what it reads. A second store is a second sink. Calls come in the order
 * enter, (accept | reject)*, leave, for one entry after another. Any status but OK stops the
 * reader, except that `enter` may answer STATUS_END: this entry is not wanted, go to the next. An
 * entry may be entered anew before it was left: what it gave so far is void.
 * `text` of `accept` is what rules match: the text after the syslog header and tag, or the whole
 * line, or the event's `rule_text` where it has one.
 */
struct event_sink {
	enum status (*enter)(void *self, const struct entry *entry, struct error *error);
	enum status (*accept)(void *self, const struct position *position,
			      const struct event *event, struct slice text, struct error *error);
	enum status (*reject)(void *self, const struct position *position, const char *reason,
			      struct slice text, struct error *error);
	/*
	 * Asked when `bytes` equals a length that `wanted_lengths` listed: is this the same content
	 * as before? Answers STATUS_END to say: everything so far is known, its rows are taken
	 * back, the lines behind it are new; some before it may still come, and are known, too.
	 * May be NULL: nothing is known.
	 */
	enum status (*known)(void *self, int64_t bytes, const unsigned char *sha256,
			     struct error *error);
	enum status (*leave)(void *self, const struct entry_result *result, struct error *error);
	/* Lengths in bytes, ascending, of known contents that this entry may begin with; may be
	 * NULL. */
	size_t (*wanted_lengths)(void *self, const int64_t **ret_lengths);
	/*
	 * The entry that was entered has probably grown from a content whose tally this is; its
	 * length is among `wanted_lengths`. The reader then passes most of these lines over, and
	 * enters the entry once more when `known` says no. STATUS_END: nothing is known; may be
	 * NULL.
	 */
	enum status (*beginning)(void *self, struct tally *ret_tally, struct error *error);
	void *self;
};

#endif
