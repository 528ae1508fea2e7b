using Pipeline.Bpf.Reading;

namespace Pipeline.Sources.Processes.Processes;

/// <summary>Makes rows of what a walk comes to. As <see cref="IReading"/>: built by <c>validate</c> too, one thread, nothing allocated a pass but batches.</summary>
internal interface IProcessVisitor : IDisposable
{
    /// <summary>Its table.</summary>
    TableSchema Table { get; }

    /// <summary>A pass begins.</summary>
    void Begin(SourceOutput output, ReadingTime time);

    /// <summary>The next process, once a pass. It may be gone by now.</summary>
    void Visit(in VisitedProcess process);

    /// <summary>The pass is over.</summary>
    /// <param name="processes">The machine's processes.</param>
    void End(ProcessList processes);
}
