namespace Pipeline.Sinks.Stdout.Output;

/// <summary>Where the bytes go, and what is known about who looks at them.</summary>
internal interface IRowOutput : IDisposable
{
    /// <summary>Whether a person looks at it.</summary>
    bool IsTerminal { get; }

    /// <summary>The terminal's size at this moment; null when there is no terminal.</summary>
    TerminalSize? Size { get; }

    /// <summary>Writes everything, waiting for a slow reader.</summary>
    /// <exception cref="OutputClosedException">The reader has gone.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> came first; a part may be written.</exception>
    /// <exception cref="IOException">The system refused for another reason, such as a full disk.</exception>
    void Write(ReadOnlySpan<byte> bytes, CancellationToken cancel);
}
