namespace Pipeline.Host.Delivery;

/// <summary>What goes on between the host and one sink.</summary>
/// <param name="Writes">Writes begun so far, those of retries included.</param>
/// <param name="Requests">Requests at hand: written, or waiting to be tried again.</param>
/// <param name="UnderWay">Writes under way.</param>
/// <param name="Limit">Writes that may be under way at once, now.</param>
/// <param name="Circuit">Whether it is written to at all.</param>
internal readonly record struct DeliveryFigures(long Writes, int Requests, int UnderWay, int Limit, CircuitState Circuit);
