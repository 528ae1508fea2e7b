namespace Pipeline.Sockets.Tests.Moving;

/// <summary>An end of a connection, as the workload that opened it knows it.</summary>
/// <param name="Number">From 1; also the stream it sends.</param>
/// <param name="Peer">The number of the end it is connected to, or 0.</param>
/// <param name="Transport">tcp, udp or unix.</param>
/// <param name="Role">client, server or unknown.</param>
/// <param name="Local">Its own address.</param>
/// <param name="Remote">The other one's, of a connected one.</param>
/// <param name="WasThere">Whether it was opened before anybody observed.</param>
internal sealed record End(int Number, int Peer, string Transport, string Role, Endpoint Local, Endpoint Remote, bool WasThere);
