namespace Pipeline.Servers.Tests.Rows;

/// <summary>A DNS query and its response, as one observer saw them.</summary>
/// <param name="Port">The client's port.</param>
/// <param name="Transport">udp or tcp.</param>
/// <param name="Name">What was asked for.</param>
/// <param name="Type">Its type.</param>
/// <param name="Code">Response code.</param>
/// <param name="Sent">Bytes of the query.</param>
/// <param name="Received">Bytes of the response.</param>
internal sealed record Query(int Port, string Transport, string Name, string Type, string Code, long Sent, long Received);
