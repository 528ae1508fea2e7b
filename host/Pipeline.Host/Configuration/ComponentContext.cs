using Microsoft.Extensions.Logging;

namespace Pipeline.Host.Configuration;

/// <summary>What the host lends to one component.</summary>
internal sealed record ComponentContext(string Name, ILogger Log, HostEnvironment Environment) : IComponentContext;
