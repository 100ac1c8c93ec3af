// SPDX-License-Identifier: Apache-2.0
// chmod, chown, chgrp: change modes and owners. POSIX: utilities/chmod.html, chown.html, chgrp.html; -c, -v, -f and
// --reference are GNU's.

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include "commands.h"
#include "lib/files.h"
#include "lib/stack.h"

static const char chmod_usage[] =
    "Usage: chmod [OPTION]... MODE[,MODE]... FILE...\n"
    "  or:  chmod [OPTION]... --reference=RFILE FILE...\n"
    "Change the mode of each FILE to MODE.\n\n"
    "  -c, --changes         like verbose but report only when a change is made\n"
    "  -f, --silent, --quiet suppress most error messages\n"
    "  -v, --verbose         output a diagnostic for every file processed\n"
    "      --reference=RFILE use RFILE's mode instead of MODE values\n"
    "  -R, --recursive       change files and directories recursively\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n\n"
    "Each MODE is of the form '[ugoa]*([-+=]([rwxXst]*|[ugo]))+|[-+=][0-7]+'.\n";

enum { REFERENCE = 256, IGNORED };
static const struct option_spec chmod_table[] = {
    {'c', "changes", NO_ARGUMENT}, {'f', "silent", NO_ARGUMENT}, {'f', "quiet", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT},
    {REFERENCE, "reference", ARGUMENT}, {'R', "recursive", NO_ARGUMENT}, {IGNORED, "preserve-root", NO_ARGUMENT},
    {IGNORED, "no-preserve-root", NO_ARGUMENT}, {0, NULL, 0}};

static bool changes, silent, verbose, recursive;
static struct mode_change *mode;
static bool has_reference, dash_mode;
static mode_t reference_mode, mask;

static void fail(const char *format, const char *path) {
    status = 1;
    if (silent) return;
    char text[PATH_MAX + 64];
    int error = errno;
    snprintf(text, sizeof text, format, quote(path));
    errno = error;
    warn("%s:", text);
}

static void change_mode(const char *path, bool operand) {
    struct stat st;
    if ((operand ? stat : lstat)(path, &st) < 0) {
        struct stat link;
        if (errno == ENOENT && lstat(path, &link) == 0 && S_ISLNK(link.st_mode)) {
            status = 1;
            if (!silent) warn("cannot operate on dangling symlink %s", quote(path));
        } else fail("cannot access %s", path);
        return;
    }
    if (S_ISLNK(st.st_mode)) { // met on the way: a link has no mode of its own
        if (verbose) out_format("neither symbolic link %s nor referent has been changed\n", quote(path));
        return;
    }
    bool directory = S_ISDIR(st.st_mode);
    mode_t wanted = has_reference ? reference_mode : apply_mode(mode, st.st_mode, directory, mask);
    if (chmod(path, wanted) < 0) {
        fail("changing permissions of %s", path);
    } else {
        char before[10], after[10];
        mode_t old = st.st_mode & 07777;
        permission_text(old, before);
        permission_text(wanted, after);
        if (verbose || (changes && old != wanted)) {
            if (old != wanted) out_format("mode of %s changed from %04o (%s) to %04o (%s)\n", quote(path), (unsigned)old, before, (unsigned)wanted, after);
            else out_format("mode of %s retained as %04o (%s)\n", quote(path), (unsigned)old, before);
        }
        // `chmod -w f`: the umask may have kept bits that the user means.
        if (dash_mode && !has_reference) {
            mode_t meant = apply_mode(mode, st.st_mode, directory, 0);
            if (meant != wanted && (wanted & ~meant)) {
                char naive[10];
                permission_text(meant, naive);
                warn("%s: new permissions are %s, not %s", quote_if_needed(path), after, naive);
            }
        }
    }
    if (!recursive || !directory) return;
    char **names = list_directory(path);
    if (names == NULL) {
        fail("cannot read directory %s", path);
        return;
    }
    for (char **name = names; *name; name++) {
        char *below = join_path(path, *name);
        char *here = begin_deeper();
        change_mode(below, false);
        end_deeper(here);
        free(below);
    }
    free_list(names);
}

/** Takes a mode like -w out of the arguments, before it is read as options. */
static char *take_dash_mode(int *argc, char **argv) {
    for (int i = 1; i < *argc && strcmp(argv[i], "--") != 0; i++) {
        if (argv[i][0] != '-' || argv[i][1] == '\0' || !strchr("rwxXstugoa,+=-01234567", argv[i][1]) || argv[i][1] == '-') continue;
        char *found = argv[i];
        memmove(argv + i, argv + i + 1, (size_t)(*argc - i) * sizeof *argv);
        --*argc;
        return found;
    }
    return NULL;
}

static int chmod_main(int argc, char **argv) {
    char *text = take_dash_mode(&argc, argv);
    dash_mode = text != NULL;
    struct stat st;
    struct options options = {.argc = argc, .argv = argv, .table = chmod_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': changes = true; break;
        case 'f': silent = true; break;
        case 'v': verbose = true; break;
        case 'R': recursive = true; break;
        case REFERENCE:
            if (stat(options.argument, &st) < 0) fatal("failed to get attributes of %s:", quote(options.argument));
            has_reference = true;
            reference_mode = st.st_mode & 07777;
            break;
        }
    }
    char **files = options.operands;
    if (text == NULL && !has_reference) {
        if (*files == NULL) missing_operand();
        text = *files++;
    }
    if (*files == NULL) {
        if (text) missing_operand_after(text);
        missing_operand();
    }
    mask = umask(0);
    umask(mask);
    if (!has_reference && (mode = parse_mode(text)) == NULL) usage_error("invalid mode: %s", quote(text));
    for (; *files; files++) change_mode(*files, true);
    return status;
}

static const char chown_usage[] =
    "Usage: chown [OPTION]... [OWNER][:[GROUP]] FILE...\n"
    "  or:  chown [OPTION]... --reference=RFILE FILE...\n"
    "Change the owner and/or group of each FILE to OWNER and/or GROUP.\n\n"
    "  -c, --changes         like verbose but report only when a change is made\n"
    "  -f, --silent, --quiet suppress most error messages\n"
    "  -v, --verbose         output a diagnostic for every file processed\n"
    "  -h, --no-dereference  affect symbolic links instead of any referenced file\n"
    "      --dereference     affect the referent of each symbolic link (the default)\n"
    "      --from=CURRENT_OWNER:CURRENT_GROUP  change only what matches these\n"
    "      --reference=RFILE use RFILE's owner and group\n"
    "  -R, --recursive       operate on files and directories recursively\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";
static const char chgrp_usage[] =
    "Usage: chgrp [OPTION]... GROUP FILE...\n"
    "  or:  chgrp [OPTION]... --reference=RFILE FILE...\n"
    "Change the group of each FILE to GROUP.\n\n"
    "  -c, --changes         like verbose but report only when a change is made\n"
    "  -f, --silent, --quiet suppress most error messages\n"
    "  -v, --verbose         output a diagnostic for every file processed\n"
    "  -h, --no-dereference  affect symbolic links instead of any referenced file\n"
    "      --dereference     affect the referent of each symbolic link (the default)\n"
    "      --reference=RFILE use RFILE's group\n"
    "  -R, --recursive       operate on files and directories recursively\n"
    "      --help            display this help and exit\n"
    "      --version         output version information and exit\n";

enum { DEREFERENCE = 258, FROM };
static const struct option_spec chown_table[] = {
    {'c', "changes", NO_ARGUMENT}, {'f', "silent", NO_ARGUMENT}, {'f', "quiet", NO_ARGUMENT}, {'v', "verbose", NO_ARGUMENT},
    {'h', "no-dereference", NO_ARGUMENT}, {DEREFERENCE, "dereference", NO_ARGUMENT}, {FROM, "from", ARGUMENT},
    {REFERENCE, "reference", ARGUMENT}, {'R', "recursive", NO_ARGUMENT}, {'H', NULL, NO_ARGUMENT}, {'L', NULL, NO_ARGUMENT},
    {'P', NULL, NO_ARGUMENT}, {IGNORED, "preserve-root", NO_ARGUMENT}, {IGNORED, "no-preserve-root", NO_ARGUMENT}, {0, NULL, 0}};

static bool no_dereference;
static uid_t new_uid = (uid_t)-1, from_uid = (uid_t)-1;
static gid_t new_gid = (gid_t)-1, from_gid = (gid_t)-1;

static const char *spec; // the new owner, as it was named
static bool groups_only;

static void owner_text(uid_t uid, gid_t gid, char *text, size_t size) {
    struct passwd *user = uid == (uid_t)-1 ? NULL : getpwuid(uid);
    struct group *group = gid == (gid_t)-1 ? NULL : getgrgid(gid);
    size_t n = 0;
    *text = '\0';
    if (uid != (uid_t)-1) n = user ? (size_t)snprintf(text, size, "%s", user->pw_name) : (size_t)snprintf(text, size, "%u", (unsigned)uid);
    if (gid == (gid_t)-1) return;
    if (n) n += (size_t)snprintf(text + n, size - n, ":");
    if (group) snprintf(text + n, size - n, "%s", group->gr_name);
    else snprintf(text + n, size - n, "%u", (unsigned)gid);
}

static void change_owner(const char *path, bool operand) {
    struct stat st;
    bool follow = !no_dereference && !(recursive && !operand);
    if ((follow ? stat : lstat)(path, &st) < 0) {
        fail(lstat(path, &st) == 0 ? "cannot dereference %s" : "cannot access %s", path);
        return;
    }
    // Below first: what is given away may not be entered any more.
    if (recursive && S_ISDIR(st.st_mode)) {
        char **names = list_directory(path);
        if (names == NULL) fail("cannot read directory %s", path);
        for (char **name = names; name && *name; name++) {
            char *below = join_path(path, *name);
            char *here = begin_deeper();
            change_owner(below, false);
            end_deeper(here);
            free(below);
        }
        if (names) free_list(names);
    }
    if ((from_uid != (uid_t)-1 && st.st_uid != from_uid) || (from_gid != (gid_t)-1 && st.st_gid != from_gid)) return;
    if ((follow ? chown : lchown)(path, new_uid, new_gid) < 0) {
        fail(groups_only ? "changing group of %s" : "changing ownership of %s", path);
        return;
    }
    bool changed = (new_uid != (uid_t)-1 && new_uid != st.st_uid) || (new_gid != (gid_t)-1 && new_gid != st.st_gid);
    if (!verbose && !(changes && changed)) return;
    const char *what = groups_only ? "group" : "ownership";
    char before[128], after[128];
    owner_text(groups_only ? (uid_t)-1 : st.st_uid, new_gid == (gid_t)-1 ? new_gid : st.st_gid, before, sizeof before);
    if (spec) snprintf(after, sizeof after, "%s", spec);
    else owner_text(new_uid, new_gid, after, sizeof after);
    if (changed) out_format("changed %s of %s from %s to %s\n", what, quote(path), before, after);
    else if (*after) out_format("%s of %s retained as %s\n", what, quote(path), before);
    else out_format("ownership of %s retained\n", quote(path));
}

static int change_owners(int argc, char **argv, bool group_only) {
    bool reference = false;
    groups_only = group_only;
    struct stat st;
    struct options options = {.argc = argc, .argv = argv, .table = chown_table};
    for (int key; (key = next_option(&options)) >= 0;) {
        switch (key) {
        case 'c': changes = true; break;
        case 'f': silent = true; break;
        case 'v': verbose = true; break;
        case 'h': no_dereference = true; break;
        case DEREFERENCE: no_dereference = false; break;
        case FROM: parse_owner(options.argument, &from_uid, &from_gid); break;
        case 'R': recursive = true; break;
        case REFERENCE:
            if (stat(options.argument, &st) < 0) fatal("failed to get attributes of %s:", quote(options.argument));
            reference = true;
            if (!group_only) new_uid = st.st_uid;
            new_gid = st.st_gid;
            break;
        }
    }
    char **files = options.operands;
    if (options.operand_count == 0) missing_operand();
    if (!reference) {
        if (files[1] == NULL) missing_operand_after(files[0]);
        if (!group_only) parse_owner(files[0], &new_uid, &new_gid);
        else if (**files && !parse_group(files[0], &new_gid)) fatal("invalid group: %s", quote(files[0]));
        spec = *files++;
    }
    for (; *files; files++) change_owner(*files, true);
    return status;
}

static int chown_main(int argc, char **argv) {
    return change_owners(argc, argv, false);
}

static int chgrp_main(int argc, char **argv) {
    return change_owners(argc, argv, true);
}

const struct command cmd_chmod = {"chmod", chmod_usage, chmod_main, 0};
const struct command cmd_chown = {"chown", chown_usage, chown_main, 0};
const struct command cmd_chgrp = {"chgrp", chgrp_usage, chgrp_main, 0};
