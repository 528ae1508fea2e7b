namespace Pipeline.Host.Topology;

/// <summary>A batch that a component has taken from one of its edges, with its reference and account.</summary>
internal readonly record struct TakenBatch(RecordBatch Batch, Edge Edge, long Ticket)
{
    /// <summary>The component is done with the batch, and what it made of it waits on its own edges. Once, whatever became of it.</summary>
    public void Done() => Edge.Finish(Ticket);
}
