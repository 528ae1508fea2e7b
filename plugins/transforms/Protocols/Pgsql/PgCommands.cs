namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>What a client asks with a message, by its letter.</summary>
internal static class PgCommands
{
    public static PgCommand Of(byte letter) => letter switch
    {
        (byte)'P' => PgCommand.Parse,
        (byte)'B' => PgCommand.Bind,
        (byte)'C' => PgCommand.Close,
        (byte)'D' => PgCommand.Describe,
        (byte)'E' => PgCommand.Execute,
        (byte)'Q' => PgCommand.Query,
        (byte)'F' => PgCommand.FunctionCall,
        (byte)'S' => PgCommand.Sync,
        _ => PgCommand.Startup,
    };
}
