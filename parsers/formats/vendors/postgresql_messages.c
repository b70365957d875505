// SPDX-License-Identifier: MIT
/* What PostgreSQL's severities, SQLSTATEs and sentences mean. */
#include "postgresql_messages.h"
#include "sentence.h"

static const struct {
	const char *word;
	enum severity severity;
} severities[] = {
	{"LOG", SEVERITY_INFORMATIONAL},
	{"ERROR", SEVERITY_ERROR},
	{"FATAL", SEVERITY_CRITICAL},
	{"PANIC", SEVERITY_EMERGENCY},
	{"WARNING", SEVERITY_WARNING},
	{"NOTICE", SEVERITY_NOTICE},
	{"INFO", SEVERITY_INFORMATIONAL},
	{"DEBUG", SEVERITY_DEBUG},
	{"DEBUG1", SEVERITY_DEBUG},
	{"DEBUG2", SEVERITY_DEBUG},
	{"DEBUG3", SEVERITY_DEBUG},
	{"DEBUG4", SEVERITY_DEBUG},
	{"DEBUG5", SEVERITY_DEBUG},
	{"DETAIL", SEVERITY_NONE},
	{"HINT", SEVERITY_NONE},
	{"CONTEXT", SEVERITY_NONE},
	{"STATEMENT", SEVERITY_NONE},
	{"QUERY", SEVERITY_NONE},
	{"LOCATION", SEVERITY_NONE},
	{"BACKTRACE", SEVERITY_NONE},
	/* lc_messages: de, fr, ko */
	{"FEHLER", SEVERITY_ERROR},
	{"WARNUNG", SEVERITY_WARNING},
	{"ANWEISUNG", SEVERITY_NONE},
	{"TIPP", SEVERITY_NONE},
	{"ZUSAMMENHANG", SEVERITY_NONE},
	{"ANFRAGE", SEVERITY_NONE},
	{"ORT", SEVERITY_NONE},
	{"ERREUR", SEVERITY_ERROR},
	{"ATTENTION", SEVERITY_WARNING},
	{"FATALE", SEVERITY_CRITICAL},
	{"INSTRUCTION", SEVERITY_NONE},
	{"ASTUCE", SEVERITY_NONE},
	{"CONTEXTE", SEVERITY_NONE},
	{"D\xc3\x89TAIL", SEVERITY_NONE},
	{"\xeb\xa1\x9c\xea\xb7\xb8", SEVERITY_INFORMATIONAL}, /* 로그 */
	{"\xec\x98\xa4\xeb\xa5\x98", SEVERITY_ERROR},         /* 오류 */
	{"\xec\xb9\x98\xeb\xaa\x85\xec\xa0\x81\xec\x98\xa4\xeb\xa5\x98",
	 SEVERITY_CRITICAL},                                                 /* 치명적오류 */
	{"\xec\x86\x90\xec\x83\x81", SEVERITY_EMERGENCY},                    /* 손상 */
	{"\xea\xb2\xbd\xea\xb3\xa0", SEVERITY_WARNING},                      /* 경고 */
	{"\xec\x95\x8c\xeb\xa6\xbc", SEVERITY_NOTICE},                       /* 알림 */
	{"\xec\x83\x81\xec\x84\xb8\xec\xa0\x95\xeb\xb3\xb4", SEVERITY_NONE}, /* 상세정보 */
	{"\xed\x9e\x8c\xed\x8a\xb8", SEVERITY_NONE},                         /* 힌트 */
	{"\xeb\x82\xb4\xec\x9a\xa9", SEVERITY_NONE},                         /* 내용 */
	{"\xea\xb5\xac\xeb\xac\xb8", SEVERITY_NONE}, /* 구문, of "명령 구문" */
};

static const struct {
	const char *state;
	enum signal signal;
	const char *part;
} states[] = {
	{"53300", SIGNAL_POOL_EXHAUSTED, "connections"}, /* Q too_many_connections */
	{"53100", SIGNAL_RESOURCE_HIGH, "disk"},         /* K disk_full */
	{"53200", SIGNAL_RESOURCE_HIGH, "memory"},       /* K out_of_memory */
	{"28P01", SIGNAL_AUTH_FAIL, NULL},               /* F invalid_password */
	{"28000", SIGNAL_AUTH_FAIL, NULL},               /* F invalid_authorization_specification */
};

/* In English, or with lc_messages unset; a SQLSTATE says it in any language. */
static const struct sentence sentences[] = {
	{"starting PostgreSQL ", NULL, SIGNAL_SERVICE_START, NULL},                         /* F */
	{"database system is ready to accept ", NULL, SIGNAL_SERVICE_READY, NULL},          /* F */
	{"received fast shutdown request", NULL, SIGNAL_SERVICE_STOP, NULL},                /* F */
	{"received smart shutdown request", NULL, SIGNAL_SERVICE_STOP, NULL},               /* F */
	{"received immediate shutdown request", NULL, SIGNAL_SERVICE_STOP, NULL},           /* F */
	{"database system is shut down", NULL, SIGNAL_SERVICE_STOP, NULL},                  /* F */
	{"aborting any active transactions", NULL, SIGNAL_SERVICE_STOP, NULL},              /* F */
	{"server process (PID ", " was terminated by signal ", SIGNAL_SERVICE_CRASH, NULL}, /* K */
	{"server process (PID ", " was terminated by exception ", SIGNAL_SERVICE_CRASH,
	 NULL},                                                                              /* K */
	{"terminating any other active server processes", NULL, SIGNAL_SERVICE_CRASH, NULL}, /* K */
	{"all server processes terminated; reinitializing", NULL, SIGNAL_SERVICE_RECOVERY,
	 NULL},                                                                           /* K */
	{"database system was interrupted", NULL, SIGNAL_SERVICE_RECOVERY, NULL},         /* F */
	{"automatic recovery in progress", NULL, SIGNAL_SERVICE_RECOVERY, NULL},          /* F */
	{"redo starts at ", NULL, SIGNAL_SERVICE_RECOVERY, NULL},                         /* F */
	{"redo done at ", NULL, SIGNAL_SERVICE_RECOVERY, NULL},                           /* F */
	{"the database system is starting up", NULL, SIGNAL_SERVICE_RECOVERY, NULL},      /* K */
	{"the database system is in recovery mode", NULL, SIGNAL_SERVICE_RECOVERY, NULL}, /* K */
	{"could not fork new process", "Resource temporarily", SIGNAL_TABLE_FULL,
	 "processes"},                                                /* K */
	{"selected new timeline ID", NULL, SIGNAL_HA_FAILOVER, NULL}, /* K */
	/* pgpool relays PostgreSQL's layout */
	{"health check retrying on DB node", NULL, SIGNAL_HEALTH_DOWN, "backend"},     /* Q */
	{"degenerate backend request", NULL, SIGNAL_HA_PEER_DOWN, NULL},               /* Q */
	{"starting degeneration", NULL, SIGNAL_HA_PEER_DOWN, NULL},                    /* K */
	{"failover: set new primary node", NULL, SIGNAL_HA_FAILOVER, NULL},            /* K */
	{"failover done. shutdown host", NULL, SIGNAL_HA_FAILOVER, NULL},              /* K */
	{"failback done. reconnect host", NULL, SIGNAL_HA_PEER_UP, NULL},              /* K */
	{"archive recovery complete", NULL, SIGNAL_SERVICE_RECOVERY, NULL},            /* K */
	{"received promote request", NULL, SIGNAL_HA_FAILOVER, NULL},                  /* K */
	{"replication terminated by primary server", NULL, SIGNAL_HA_PEER_DOWN, NULL}, /* K */
	{"could not connect to the primary server", NULL, SIGNAL_HA_PEER_DOWN, NULL},  /* K */
	{"terminating walreceiver ", NULL, SIGNAL_HA_PEER_DOWN, NULL},                 /* K */
	{"started streaming WAL from primary", NULL, SIGNAL_HA_PEER_UP, NULL},         /* K */
	{"received SIGHUP, reloading configuration files", NULL, SIGNAL_SERVICE_RELOAD,
	 NULL},                                                                          /* F */
	{"parameter \"", "\" changed to \"", SIGNAL_CONFIG_CHANGE, NULL},                /* K */
	{"sorry, too many clients already", NULL, SIGNAL_POOL_EXHAUSTED, "connections"}, /* Q */
	{"remaining connection slots are reserved", NULL, SIGNAL_POOL_EXHAUSTED,
	 "connections"},                                                           /* Q */
	{"too many connections for ", NULL, SIGNAL_POOL_EXHAUSTED, "connections"}, /* K */
	{"No space left on device", NULL, SIGNAL_RESOURCE_HIGH, "disk"},           /* Q */
	{"out of memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},                   /* K */
	{"Cannot allocate memory", NULL, SIGNAL_RESOURCE_HIGH, "memory"},          /* K */
	{"Too many open files", NULL, SIGNAL_TABLE_FULL, "descriptors"},           /* K */
	{"authentication failed for user \"", NULL, SIGNAL_AUTH_FAIL, NULL},       /* F */
	{"no pg_hba.conf entry for host ", NULL, SIGNAL_AUTH_FAIL, NULL},          /* F */
};

bool postgresql_severity(struct slice word, enum severity *ret_severity)
{
	for (size_t i = 0; i < sizeof severities / sizeof severities[0]; i++) {
		if (slice_is(word, severities[i].word)) {
			*ret_severity = severities[i].severity;
			return true;
		}
	}
	return false;
}

/* "duration: 2474.307 ms  execute …" */
static void read_duration(struct slice message, struct event *event)
{
	struct slice number = slice_empty();
	int64_t thousandfold = 0;
	if (slice_eat(&message, "duration: ") && slice_eat_until(&message, ' ', &number) &&
	    slice_starts_with(message, "ms") && slice_seconds_to_us(number, &thousandfold)) {
		event->duration_us = thousandfold / 1000;
		event->stamps_end = true;
	}
}

/* `password authentication failed for user "root"`, `… user "lee", database "pay"` */
static void read_refused_user(struct slice message, struct event *event)
{
	size_t at = slice_find(message, " user \"");
	struct slice rest = slice_after(message, at + strlen(" user \""));
	struct slice user = slice_empty();
	if (slice_eat_until(&rest, '"', &user)) {
		event->actor = user;
	}
	event->outcome = slice_from("fail");
}

void postgresql_message_read(struct slice message, struct slice state, struct event *event)
{
	if (slice_starts_with(message, "duration: ")) {
		read_duration(message, event); /* what follows is the statement's own text */
		return;
	}
	if (slice_starts_with(message, "statement: ") || slice_starts_with(message, "execute ")) {
		return;
	}
	for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
		if (slice_is(state, states[i].state)) {
			event->signal = states[i].signal;
			event->part =
				states[i].part == NULL ? event->part : slice_from(states[i].part);
		}
	}
	SENTENCE_READ(sentences, message, event);
	if (event->signal == SIGNAL_AUTH_FAIL) {
		read_refused_user(message, event);
	}
}
