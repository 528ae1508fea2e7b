namespace Pipeline.Servers.Tests.Rows;

/// <summary>A Redis command, as one observer saw it.</summary>
/// <param name="Port">The client's port.</param>
/// <param name="Words">Command and arguments in capitals, separated by a space.</param>
internal sealed record Call(int Port, string Words);
