// SPDX-License-Identifier: MIT
/*
 * What stands between the stamp and the message of an application's text line: levels, threads in
 * brackets, process ids, loggers, dashes.
 *
 *      INFO 2321 --- [nio-8080-exec-9] c.e.pay.PaymentController  : queue depth 5
 *     [myid:1] - WARN  [main:QuorumPeerConfig@117] - No server failure will be tolerated
 *     production.ERROR: no                               I | etcdserver: published
 */
#ifndef OVERRUN_LOG_HEAD_H
#define OVERRUN_LOG_HEAD_H

#include "event.h"

/* What stands between stamp and message. */
struct log_head {
	struct stamp stamp;
	enum severity severity;
	bool levelled;
	bool classed; /* the logger stood in brackets */
	struct slice logger;
	struct slice message;
};

/* Eats blanks and the terminal's colours: "ESC[32m", "ESC[0;39m". */
void log_head_eat_blanks(struct slice *rest);

/* A run of bytes up to a blank or a colour. */
struct slice log_head_eat_word(struct slice *rest);

/* Eats "[…]" with brackets in it: "[QuorumPeer[myid=1]/0:0]". */
bool log_head_eat_bracketed(struct slice *rest, struct slice *ret_inner);

/* A level by name, if the line has told none yet: numbers are process ids here. */
bool log_head_take_level(struct slice word, struct log_head *head);

/* Kafka puts the logger last: "… leader balancing (kafka.controller.KafkaController)" */
void log_head_take_last(struct slice message, struct log_head *head);

/*
 * Everything behind the stamp. `is_bare`: a blank alone sets the logger off from the message.
 * False: there is no level.
 */
bool log_head_read(struct slice rest, bool is_bare, struct log_head *head);

#endif
