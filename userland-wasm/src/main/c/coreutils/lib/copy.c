// SPDX-License-Identifier: Apache-2.0
// Copying files and trees, for cp, install, and mv from one filesystem to another.

#include <fcntl.h>
#include "files.h"
#include "stack.h"

// What was copied, by its identity: to keep hard links, to find a directory within itself, and not to write a file twice.
struct seen {
    dev_t dev;
    ino_t ino;
    char *to;
    dev_t source_dev; // of what was made: its source
    ino_t source_ino;
};
static struct seen *sources, *made;
static size_t source_count, source_capacity, made_count, made_capacity;
static mode_t mask;
static const char *tree; // the operand that is being copied

static const char *find_seen(const struct seen *list, size_t count, const struct stat *st) {
    for (size_t i = count; i-- > 0;)
        if (list[i].ino == st->st_ino && list[i].dev == st->st_dev) return list[i].to;
    return NULL;
}

static void remember_source(const struct stat *st, const char *to) {
    GROW(sources, source_count, source_capacity);
    sources[source_count++] = (struct seen){.dev = st->st_dev, .ino = st->st_ino, .to = copy_string(to)};
}

static void remember_made(const char *path, const struct stat *source) {
    struct stat st;
    if (lstat(path, &st) < 0) return;
    GROW(made, made_count, made_capacity);
    made[made_count++] = (struct seen){st.st_dev, st.st_ino, copy_string(path), source->st_dev, source->st_ino};
}

static bool same_source(const char *to, const struct stat *source) {
    for (size_t i = 0; i < made_count; i++)
        if (made[i].to == to) return made[i].source_dev == source->st_dev && made[i].source_ino == source->st_ino;
    return false;
}

bool copy_bytes_between(int from, int to, bool *reading) {
    static char *buffer;
    if (buffer == NULL) buffer = allocate(2 * BLOCK);
    ssize_t n;
    *reading = true;
    while ((n = read_some(from, buffer, 2 * BLOCK)) > 0) {
        if (write_fully(to, buffer, n)) continue;
        *reading = false;
        return false;
    }
    return n == 0;
}

/** Gives the copy its owner, mode and times: the owner first, because chown takes setuid away. */
static bool keep_attributes(const struct copying *how, const struct stat *st, const char *to) {
    bool good = true;
    bool link = S_ISLNK(st->st_mode);
    mode_t mode = st->st_mode & 07777;
    if (how->keep_owner && lchown(to, st->st_uid, st->st_gid) < 0) {
        if (errno != EPERM || geteuid() == 0) {
            warn("failed to preserve ownership for %s:", quote(to));
            good = false;
        }
        mode &= ~06000u;
    }
    if (how->keep_times) {
        const struct timespec times[2] = {st->st_atim, st->st_mtim};
        if (utimensat(AT_FDCWD, to, times, AT_SYMLINK_NOFOLLOW) < 0 && !(link && errno == ENOTSUP)) {
            warn("preserving times for %s:", quote(to));
            good = false;
        }
    }
    if (how->keep_mode && !link && chmod(to, mode) < 0) {
        warn("preserving permissions for %s:", quote(to));
        good = false;
    }
    return good;
}

static int open_destination(const struct copying *how, const struct stat *from, const char *to, bool exists, bool *created) {
    int fd;
    if (exists) {
        fd = open(to, O_WRONLY | (how->attributes_only ? 0 : O_TRUNC));
        if (fd >= 0 || !how->force) return fd;
        if (unlink(to) < 0) return -1;
        if (how->verbose) out_format("removed %s\n", quote(to));
    }
    *created = true;
    // Nobody else should get in before the owner is set.
    mode_t mode = from->st_mode & 0777;
    if (how->keep_owner) mode &= ~0077u;
    return open(to, O_WRONLY | O_CREAT | O_EXCL, mode);
}

static bool copy_regular(const struct copying *how, const char *from, const struct stat *st, const char *to, bool exists) {
    int in = open(from, O_RDONLY);
    if (in < 0) {
        warn("cannot open %s for reading:", quote(from));
        return false;
    }
    struct stat through;
    bool created = false, good = true, reading;
    if (exists && lstat(to, &through) == 0 && S_ISLNK(through.st_mode) && stat(to, &through) < 0 && errno == ENOENT && !how->force) {
        warn("not writing through dangling symlink %s", quote(to));
        close(in);
        return false;
    }
    int out = open_destination(how, st, to, exists, &created);
    if (out < 0) {
        warn("cannot create regular file %s:", quote(to));
        close(in);
        return false;
    }
    if (!how->attributes_only && !copy_bytes_between(in, out, &reading)) {
        warn(reading ? "error reading %s:" : "error writing %s:", quote(reading ? from : to));
        good = false;
    }
    close(in);
    if (close(out) < 0) {
        warn("failed to close %s:", quote(to));
        good = false;
    }
    if (created && how->keep_owner && !how->keep_mode) chmod(to, st->st_mode & 0777 & ~mask);
    return good && keep_attributes(how, st, to);
}

static bool copy_symlink(const struct copying *how, const char *from, const struct stat *st, const char *to) {
    char target[PATH_MAX];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length < 0) {
        warn("cannot read symbolic link %s:", quote(from));
        return false;
    }
    target[length] = '\0';
    if (symlink(target, to) < 0) {
        warn("cannot create symbolic link %s:", quote(to));
        return false;
    }
    return keep_attributes(how, st, to);
}

static bool copy_special(const struct copying *how, const struct stat *st, const char *to) {
    if (mknod(to, st->st_mode & ~(how->keep_owner ? 0077u : 0u), st->st_rdev) < 0) {
        warn(S_ISFIFO(st->st_mode) ? "cannot create fifo %s:" : "cannot create special file %s:", quote(to));
        return false;
    }
    return keep_attributes(how, st, to);
}

static bool copy_one(const struct copying *how, const char *from, const char *to, bool operand, dev_t device);

static bool copy_directory(const struct copying *how, const char *from, const struct stat *st, const char *to, bool exists, dev_t device) {
    bool good = true;
    if (!exists) {
        mode_t mode = st->st_mode & 07777;
        if (mkdir(to, (mode & (how->keep_owner ? 0700 : 0777)) | 0700) < 0) {
            warn("cannot create directory %s:", quote(to));
            return false;
        }
        if (how->verbose) out_format("%s -> %s\n", quote(from), quote(to));
    }
    remember_made(to, st); // met again, it is the copy within itself
    char **names = list_directory(from);
    if (names == NULL) {
        warn("cannot access %s:", quote(from));
        return false;
    }
    for (char **name = names; *name; name++) {
        char *source = join_path(from, *name), *target = join_path(to, *name);
        char *here = begin_deeper();
        if (!copy_one(how, source, target, false, device)) good = false;
        end_deeper(here);
        free(source);
        free(target);
    }
    free_list(names);
    if (!exists && !how->keep_mode) chmod(to, st->st_mode & 0777 & ~mask);
    if (!exists || how->keep_mode || how->keep_times || how->keep_owner) good = keep_attributes(how, st, to) && good;
    return good;
}

/** Whether the copy goes ahead over what is there; removes it where that is the way. */
static bool make_room(const struct copying *how, const char *from, const struct stat *st, const char *to, const struct stat *there,
                      bool *exists, bool *skipped) {
    bool directory = S_ISDIR(st->st_mode);
    *skipped = how->no_clobber && !directory;
    if (*skipped) return true;
    if (how->update && !directory
        && (there->st_mtim.tv_sec > st->st_mtim.tv_sec
            || (there->st_mtim.tv_sec == st->st_mtim.tv_sec && there->st_mtim.tv_nsec >= st->st_mtim.tv_nsec))) return *skipped = true;
    if (directory && !S_ISDIR(there->st_mode)) {
        warn("cannot overwrite non-directory %s with directory %s", quote(to), quote(from));
        return false;
    }
    if (!directory && S_ISDIR(there->st_mode)) {
        warn("cannot overwrite directory %s with non-directory", quote(to));
        return false;
    }
    if (directory) return true;
    if (how->interactive && !ask("overwrite %s? ", quote(to))) {
        *skipped = true;
        return how->moving; // cp answers 1 since a file was skipped; mv does not
    }
    const char *before = find_seen(made, made_count, there);
    if (before && same_source(before, st)) {
        complain("warning: source file %s specified more than once", quote(from));
        return *skipped = true;
    }
    if (before) {
        warn("will not overwrite just-created %s with %s", quote(to), quote(from));
        return false;
    }
    bool plain = S_ISREG(st->st_mode) || (!how->recursive && !S_ISLNK(st->st_mode));
    if (how->remove_destination || how->moving || !plain || how->links_only || how->symlinks_only) {
        bool may = how->remove_destination || how->moving || !(how->links_only || how->symlinks_only) || how->force;
        if (may && unlink(to) < 0) {
            warn("cannot remove %s:", quote(to));
            return false;
        }
        if (may && how->verbose && !how->moving) out_format("removed %s\n", quote(to));
        if (may) *exists = false;
    }
    return true;
}

static bool link_to(const char *existing, const char *to, bool exists) {
    if (exists && unlink(to) < 0) {
        warn("cannot remove %s:", quote(to));
        return false;
    }
    if (linkat(AT_FDCWD, existing, AT_FDCWD, to, 0) == 0) return true;
    warn("cannot create hard link %s to %s:", quote(to), quote(existing));
    return false;
}

static bool copy_one(const struct copying *how, const char *from, const char *to, bool operand, dev_t device) {
    struct stat st, there;
    bool follow = how->follow == FOLLOW_ALL || (how->follow == FOLLOW_OPERANDS && operand);
    if ((follow ? stat : lstat)(from, &st) < 0) {
        warn("cannot stat %s:", quote(from));
        return false;
    }
    if (S_ISDIR(st.st_mode) && !how->recursive) {
        warn("-r not specified; omitting directory %s", quote(from));
        return false;
    }
    if (how->one_filesystem && device != 0 && st.st_dev != device) return true;
    const char *copied = find_seen(made, made_count, &st);
    if (copied && S_ISDIR(st.st_mode) && !operand) { // met our own copy: the operand said so already
        static const char *told;
        if (told != copied) warn("cannot copy a directory, %s, into itself, %s", quote(tree), quote(copied));
        told = copied;
        return false;
    }
    bool exists = lstat(to, &there) == 0, skipped = false;
    if (exists) {
        struct stat target;
        bool same = there.st_dev == st.st_dev && there.st_ino == st.st_ino;
        if (!same && S_ISLNK(there.st_mode) && !how->remove_destination && !how->moving && (follow || !S_ISLNK(st.st_mode))
            && stat(to, &target) == 0) {
            same = target.st_dev == st.st_dev && target.st_ino == st.st_ino;
            if (!same) there = target;
        }
        if (same && !(how->remove_destination && st.st_nlink > 1) && !((how->links_only || how->no_clobber) && !S_ISDIR(st.st_mode))) {
            warn("%s and %s are the same file", quote(from), quote(to));
            return false;
        }
        if (same && how->links_only) return true;
        if (!make_room(how, from, &st, to, &there, &exists, &skipped)) return false;
        if (skipped) return true;
    }
    if (how->verbose && !S_ISDIR(st.st_mode))
        out_format(how->moving ? "copied %s -> %s\n" : "%s -> %s\n", quote(from), quote(to));
    bool good;
    const char *earlier = how->keep_links && (st.st_nlink > 1 || follow) && !S_ISDIR(st.st_mode) ? find_seen(sources, source_count, &st) : NULL;
    if (earlier) return link_to(earlier, to, exists);
    if (how->keep_links && !S_ISDIR(st.st_mode) && (st.st_nlink > 1 || how->follow == FOLLOW_ALL)) remember_source(&st, to);
    if (S_ISDIR(st.st_mode)) {
        size_t before = made_count;
        good = copy_directory(how, from, &st, to, exists, device ? device : st.st_dev);
        if (!operand) { // the tree's own entry is needed only while we are in it
            while (made_count > before) free(made[--made_count].to);
        }
        return good;
    }
    if (how->symlinks_only) {
        good = *from == '/' || strchr(to, '/') == NULL || strncmp(to, "./", 2) == 0;
        if (!good) warn("%s: can make relative symbolic links only in current directory", quote_if_needed(to));
        else if (!(good = symlink(from, to) == 0)) warn("cannot create symbolic link %s to %s:", quote(to), quote(from));
    } else if (how->links_only) {
        good = linkat(AT_FDCWD, from, AT_FDCWD, to, follow ? AT_SYMLINK_FOLLOW : 0) == 0;
        if (!good) warn("cannot create hard link %s to %s:", quote(to), quote(from));
    } else if (S_ISLNK(st.st_mode)) {
        good = copy_symlink(how, from, &st, to);
    } else if (S_ISREG(st.st_mode) || !how->recursive) {
        good = copy_regular(how, from, &st, to, exists);
    } else {
        good = copy_special(how, &st, to);
    }
    if (good && operand) remember_made(to, &st);
    return good;
}

bool copy(const struct copying *how, const char *from, const char *to) {
    mask = umask(0);
    umask(mask);
    tree = from;
    return copy_one(how, from, to, true, 0);
}
