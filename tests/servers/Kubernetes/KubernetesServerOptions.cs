namespace Pipeline.KubernetesServer;

/// <summary>How a <see cref="TestApiServer"/> is.</summary>
public sealed record KubernetesServerOptions
{
    /// <summary>0: the kernel chooses.</summary>
    public int Port { get; init; }

    /// <summary>HTTPS with a certificate of the server's own authority; otherwise plain HTTP.</summary>
    public bool IsSecure { get; init; }

    /// <summary>How often a watch is told up to where nothing else happened.</summary>
    public TimeSpan BookmarkInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes of an event in one piece; 0: the whole.</summary>
    public int PieceBytes { get; init; }

    /// <summary>A file with the OpenAPI description of the API in kubectl's own form (protocol buffers), for <c>kubectl apply --validate</c>; null: there is none.</summary>
    public string? OpenApiFile { get; init; }

    /// <summary>Faults can be commanded by requests to <c>/faults/...</c>.</summary>
    public bool TakesCommands { get; init; }
}
