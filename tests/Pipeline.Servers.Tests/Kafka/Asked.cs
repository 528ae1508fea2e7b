namespace Pipeline.Servers.Tests.Kafka;

/// <summary>A request with its response, as far as two observers can tell of it.</summary>
internal sealed record Asked(int ClientPort, int BrokerPort, int Number, int Api, int Version, string Client, string? Topic, string? Error, long RequestSize, long ResponseSize);
