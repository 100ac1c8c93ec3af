// SPDX-License-Identifier: Apache-2.0
package org.wsh.kernel;

import java.util.Arrays;

/**
 * A queue ordered by a number, smallest first; among equals, who came first. Each member knows its place, so that taking one out of the middle is as cheap as adding one: a number of steps
 * that grows with the logarithm of the size. Who may touch it at a time is its owner's affair.
 *
 * <p>In an array: below the member at {@code i} are those at {@code 2 i + 1} and {@code 2 i + 2}, and neither comes before it.
 */
final class BinaryHeap<M extends BinaryHeap.Member> {
    /** What can be in a heap: in one at a time. */
    abstract static class Member {
        private long rank;
        private long arrival;
        private int place = -1; // -1 when in none

        /** What it is, or was last, ordered by. */
        final long rank() {
            return rank;
        }

        /** Whether it is in a heap. */
        final boolean isQueued() {
            return place >= 0;
        }

        private boolean before(Member other) {
            return rank != other.rank ? rank < other.rank : arrival < other.arrival;
        }
    }

    private Member[] members = new Member[16];
    private int size;
    private long arrivals; // how many ever were added

    int size() {
        return size;
    }

    /** The member with the smallest rank, or null. */
    @SuppressWarnings("unchecked")
    M first() {
        return (M) members[0];
    }

    /** Adds what is in no heap. */
    void add(M member, long rank) {
        Member added = member;
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        added.rank = rank;
        added.arrival = arrivals++;
        rise(size++, added);
    }

    /** Takes the first out; null if there is none. */
    M poll() {
        M first = first();
        if (first == null) {
            return null;
        }
        ((Member) first).place = -1;
        Member last = members[--size];
        members[size] = null;
        if (size > 0) {
            sink(0, last);
        }
        return first;
    }

    /** Takes out what is in this heap. */
    void remove(M member) {
        Member removed = member;
        int at = removed.place;
        removed.place = -1;
        Member last = members[--size];
        members[size] = null;
        if (at < size) {
            sink(at, last);
            if (members[at] == last) {
                rise(at, last);
            }
        }
    }

    private void rise(int at, Member member) {
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!member.before(members[parent])) {
                break;
            }
            put(at, members[parent]);
            at = parent;
        }
        put(at, member);
    }

    private void sink(int at, Member member) {
        int child;
        while ((child = 2 * at + 1) < size) {
            if (child + 1 < size && members[child + 1].before(members[child])) {
                child++;
            }
            if (!members[child].before(member)) {
                break;
            }
            put(at, members[child]);
            at = child;
        }
        put(at, member);
    }

    private void put(int at, Member member) {
        members[at] = member;
        member.place = at;
    }
}
