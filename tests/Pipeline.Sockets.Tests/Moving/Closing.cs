namespace Pipeline.Sockets.Tests.Moving;

/// <summary>The end of a connection, and what its reason may be.</summary>
internal sealed record Closing(int End, string[] Reasons);
