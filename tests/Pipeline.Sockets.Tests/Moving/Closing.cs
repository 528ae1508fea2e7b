namespace Pipeline.Sockets.Tests.Moving;

/// <summary>The end of a connection: fin or reset.</summary>
internal sealed record Closing(int End, string Reason);
