// SPDX-License-Identifier: MIT
/*
 * What an application's own words mean, whatever wrapped them: a pattern line, a JSON field.
 *
 *     HikariPool-1 - Connection is not available, request timed out after 30000ms. pool.exhausted
 *     Started PayApplication in 2.908 seconds (process running for 3.2)               service.ready
 *
 * Sentences of Spring Boot, Tomcat, Hikari, DBCP, Dubbo, the JVM, Elasticsearch. What is not on the
 * list stays what it was.
 */
#ifndef OVERRUN_APPLICATION_H
#define OVERRUN_APPLICATION_H

#include "event.h"

/*
 * Sets signal, part and outcome of an event whose `severity` is known already: remote calls that
 * failed count from warning up only. An event that is not SIGNAL_LOG is left alone.
 */
void application_read(struct slice message, struct event *event);

/*
 * The severity of a level's name in any case ("WARN", "Warning", "SEVERE", "err"), of bunyan's
 * numbers (10 … 60), logback's (10000 … 40000) and syslog's (0 … 7); SEVERITY_NONE for all else.
 */
enum severity level_severity(struct slice level);

#endif
