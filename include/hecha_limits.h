/* Every ceiling of hecha in one place: its reason, and what happens beyond it. */
#ifndef HECHA_LIMITS_H
#define HECHA_LIMITS_H

/* Rows of one batch. A power of two: kernels loop over it and a selection index fits 16 bits. */
#ifndef HECHA_BATCH_ROWS /* tests build with a small one: results must not depend on it */
#define HECHA_BATCH_ROWS 1024u
#endif

/* Bytes read from an extract at once. Large enough to amortise the read, small enough to stay in a core's cache until they are parsed. */
#ifndef HECHA_CHUNK_BYTES
#define HECHA_CHUNK_BYTES (512u << 10)
#endif

/* Content of a packed extract from one place to the next at which the second reading can begin to unpack it, at least; and how many of them (of some
 * 90 KB each) all extracts of a table may have. Beyond it every second one of an extract is dropped and its others lie twice as far apart. */
#ifndef HECHA_MARK_BYTES
#define HECHA_MARK_BYTES (4u << 20)
#endif
#define HECHA_MARKS_MAX 64u

/* Runs of rows with the same anchors that the notes a first reading leaves for the second take together: all of such a stripe is read again, or nothing.
 * Fewer make for more notes and more calls, more for more rows that nobody wants. */
#ifndef HECHA_STRIPE_RUNS
#define HECHA_STRIPE_RUNS 4u
#endif

/* The part of what is free on a disk that these notes may take: 1 / this. Beyond it there are none, and the second reading reads everything. */
#define HECHA_STRIPES_SHARE 8u

/* Bytes nobody wants between two stretches of an extract that somebody does: up to so many are read along, for a call costs as much. */
#define HECHA_GAP_BYTES 4096u

/* The part of the memory for groupings that telling apart the values of anchors may take: 1 / this, all of it, for it is free again before their rows
 * are kept. Beyond it all rows are kept, as if nothing were known of them: several times slower, with the same results. */
#ifndef HECHA_ANCHOR_SHARE
#define HECHA_ANCHOR_SHARE 1
#endif

/* Different values that a first reading counts for a value of an anchor, of which `having` may want so many; a condition that wants more is judged when
 * rows are grouped. A set of them fills a cache line. */
#define HECHA_DISTINCT_MAX 8u

/* Aggregates of one `having` that are worked out for every group in the first reading, before its rows are kept. A condition with more is judged when
 * they are. */
#define HECHA_GIST_AGGREGATES_MAX 16u

/* Text behind the first byte beyond ASCII that decides a file's encoding. More would mean reading a file twice. */
#define HECHA_ENCODING_BYTES (1u << 20)

/* Bytes the tokenizer looks at in one go; its lists stay in a core's first cache. A longer record goes to the slow parser. At least 64. */
#ifndef HECHA_WINDOW_BYTES
#define HECHA_WINDOW_BYTES (16u << 10)
#endif

/* Longest record. A longer one is taken for an unbalanced quote: its first line is rejected, reading goes on behind it. */
#define HECHA_RECORD_BYTES_MAX (1u << 20)

/* Longest line that is kept in memory, to be rejected as a whole. Beyond: the file is not made of lines and is refused by name. */
#define HECHA_LINE_BYTES_MAX (64u << 20)

/* Columns of an extract or of a table. A header with more is refused by name. */
#define HECHA_COLUMNS_MAX 512u

/* Size of one YAML file (rules, tables, lists, configuration) and its nesting. Beyond: an error, nothing is run. */
#define HECHA_YAML_BYTES_MAX (4u << 20)
#define HECHA_YAML_DEPTH_MAX 32u

/* Nesting of one expression, so that no rule text can exhaust the stack. Beyond: an error at the place. */
#define HECHA_EXPR_DEPTH_MAX 100u

/* Length of one expression text. Beyond: an error at the place. */
#define HECHA_EXPR_BYTES_MAX (64u << 10)

/* Derived tables (`with`) and matches of one rule. Beyond: an error at the place. */
#define HECHA_WITH_MAX 3u
#define HECHA_MATCH_MAX 8u

/* Columns of a match key and of a group key. Beyond: an error at the place. */
#define HECHA_KEY_MAX 16u

/* Different columns and expressions one rule keeps of a row (keys, arguments of aggregates, columns of its message). Beyond: an
 * error at the place. */
#define HECHA_VALUES_MAX 128u

/* Undecided codes of one rule: they are kept as bits of one word. Beyond: an error at the place. */
#define HECHA_UNDECIDED_MAX 32u

/* Matched combinations looked at for one row of `from`. A key with more partner rows (a shared dummy number) makes the
 * row undecided under `too-many-matches`; it is never cut silently. */
#define HECHA_TUPLES_PER_ROW_MAX 4096u

/* Rejected records kept for rejects/. More of them stop the run at the gate: the file is not what it says. */
#define HECHA_REJECTS_MAX 1000000u

/* Rows a run lists as undecided for want of a value. More of them stop it at the gate: a column is not what the rules take it for. */
#ifndef HECHA_UNDECIDED_ROWS_MAX
#define HECHA_UNDECIDED_ROWS_MAX 2000000u
#endif

/* Evidence rows listed per hit. The rest is counted and the count is shown: a whole extract may be one hit. */
#define HECHA_EVIDENCE_ROWS_MAX 1000u

/* Partitions of a grouping (a power of two). One that outgrows memory is folded in several passes, each taking some of its keys. */
#define HECHA_PARTITIONS 64u

/* Groups of a stage that a thread folds at once, without partitions: enough for keys with few values (extracts, counties); and, as long as their rows
 * keep coming, for keys like county and month. Rows of others wait in partitions. */
#define HECHA_EARLY_GROUPS_MIN 512u
#define HECHA_EARLY_GROUPS_MAX 8192u

/* Smallest and default memory for grouping (`--memory`). */
#define HECHA_MEMORY_MIN (16ull << 20)
#define HECHA_MEMORY_DEFAULT (4ull << 30)

/* Threads a run may be given. */
#define HECHA_THREADS_MAX 256

/* Money: 18 digits of fen. A cell or sum beyond it is malformed or null, never wrapped. */
#define HECHA_MONEY_FEN_MAX 999999999999999999LL

#endif
