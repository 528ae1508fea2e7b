using System.Text;

namespace Pipeline.Transforms.Protocols.Redis;

/// <summary>The commands of which secrets are not told.</summary>
/// <param name="commands">Their names; of those that have no rule of their own all arguments are secrets.</param>
internal sealed class Secrets(IReadOnlyList<string> commands)
{
    private readonly (byte[] Name, SecretRule Rule)[] _rules = [.. commands.Select(c => c.Trim().ToUpperInvariant()).Select(c => (Encoding.UTF8.GetBytes(c), RuleFor(c)))];

    /// <summary>The rule for a command, whose name is in capitals.</summary>
    public SecretRule RuleOf(ReadOnlySpan<byte> command)
    {
        foreach (var (name, rule) in _rules)
            if (command.SequenceEqual(name))
                return rule;
        return SecretRule.None;
    }

    private static SecretRule RuleFor(string command) => command switch
    {
        "HELLO" => SecretRule.Hello,
        "MIGRATE" => SecretRule.Migrate,
        "CONFIG SET" or "CONFIG GET" or "SENTINEL SET" or "SENTINEL CONFIG" => SecretRule.Named,
        "ACL SETUSER" => SecretRule.Acl,
        "ACL GETUSER" or "ACL LIST" or "ACL GENPASS" => SecretRule.Reply,
        _ => SecretRule.Arguments,
    };
}
