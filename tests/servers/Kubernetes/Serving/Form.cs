namespace Pipeline.KubernetesServer.Serving;

/// <summary>In which form a client wants objects.</summary>
internal enum Form
{
    Whole,
    Metadata,
    Table,
}
