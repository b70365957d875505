// SPDX-License-Identifier: MIT
/*
 * One writer per kind of source: each adds the lines that such a source would have kept.
 */
#ifndef NIGHT_WRITERS_H
#define NIGHT_WRITERS_H

#include "feed.h"
#include "traffic.h"

/* gateways: every request, and (HAProxy) what the balancer thought of its servers */
void haproxy_write(struct feed *feed, const struct requests *requests);
void nginx_write(struct feed *feed, const struct requests *requests);

/* firewalls: connections, where they stand at the edge, and what administrators did */
void asa_write(struct feed *feed, const struct requests *requests);
void panos_write(struct feed *feed, const struct requests *requests);
void fortigate_write(struct feed *feed, const struct requests *requests);

/* the payment application */
void spring_write(struct feed *feed, const struct requests *requests);

/* the jump host: runbook lines of every step, people and robots logging in */
void bastion_write(struct feed *feed, const struct requests *requests);

/* the monitoring host: a probe a minute, alarms raised and cleared */
void monitor_write(struct feed *feed, const struct requests *requests);

/* a batch host that has nothing to do with it and complains all night */
void noise_write(struct feed *feed, const struct requests *requests);

/* pager, ticket, site log: CSV or JSON lines */
void record_write(struct feed *feed, const struct requests *requests);

/* case.yaml, or case-VARIANT.yaml, and notice.txt */
void case_write(const struct night *night, const char *directory, const char *variant);

/*
 * Calls `visit` for the begin, each activity and the end of every work that `via` tells of, in
 * order. Activities are 60 to 170 s apart, gaps have one at each of their two ends.
 */
enum moment { MOMENT_BEGIN, MOMENT_ACTIVITY, MOMENT_END };
typedef void moment_fn(struct feed *feed, const struct work *work, enum moment moment,
		       int64_t at_ms, const char *command);
void work_moments(struct feed *feed, const char *via, moment_fn *visit);

/* The address from which an actor works: "192.0.2.71". */
struct address actor_address(const char *actor);

/* "30m", "90s" as milliseconds. */
int64_t span_ms(const char *text);

#endif
