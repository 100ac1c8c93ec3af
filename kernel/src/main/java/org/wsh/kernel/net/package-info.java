// SPDX-License-Identifier: Apache-2.0
/**
 * The machine's own network: TCP and UDP over its loopback, and Unix sockets. No packet is ever made: a connection is two bounded queues of bytes, and
 * what the peer would learn by a packet it learns at once, as Linux's loopback does.
 *
 * <p>Bottom up:
 * <ul>
 *   <li>{@link org.wsh.kernel.net.IpAddress}, {@link org.wsh.kernel.net.SocketAddress}: who can be reached
 *   <li>{@code Stream}: one direction of a connection; {@code Datagrams}: what waits at a datagram socket
 *   <li>{@link org.wsh.kernel.net.Socket}: what all have; {@link org.wsh.kernel.net.StreamSocket}, its {@code Connecting}, {@code Backlog} and {@code Connection}, {@link org.wsh.kernel.net.DatagramSocket}
 *   <li>{@code Ports}: which socket has which port; {@link org.wsh.kernel.net.Network}: one a machine, makes sockets
 *   <li>{@link org.wsh.kernel.net.Outside}: what lies beyond the machine, if it was granted
 * </ul>
 *
 * <p>Nothing here waits. Lock order, outermost first:
 * <pre>
 * Network.lock: names, and all changes of connections
 *   Stream's writing lock
 *     Stream's reading lock
 *   Datagrams' monitor
 *       WaitQueue.lock
 * </pre>
 */
package org.wsh.kernel.net;
