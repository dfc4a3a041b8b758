//! The names of the entry points: as fields of the table, as exports, and in the configuration.

use std::fmt;

macro_rules! roles {
    ($($(#[$doc:meta])* $role:ident = $kebab:literal;)*) => {
        /// What a function is to the Resource Monitor.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Role {
            $($(#[$doc])* $role,)*
        }

        impl Role {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$role),*];

            /// As the platform spells it, in tables and exports.
            pub fn name(self) -> &'static str {
                match self { $(Self::$role => stringify!($role),)* }
            }

            /// As the configuration spells it.
            pub fn kebab(self) -> &'static str {
                match self { $(Self::$role => $kebab,)* }
            }
        }
    };
}

roles! {
    /// The cursory poll.
    LooksAlive = "looks-alive";
    /// The thorough check.
    IsAlive = "is-alive";
    /// Take the resource down at once.
    Terminate = "terminate";
    /// Hand out the table; exported, never in the table.
    Startup = "startup";
    /// Make an instance.
    Open = "open";
    /// Free an instance.
    Close = "close";
    /// Bring the resource up.
    Online = "online";
    /// Take the resource down in order.
    Offline = "offline";
    /// Fight for a quorum resource.
    Arbitrate = "arbitrate";
    /// Give a quorum resource up.
    Release = "release";
    /// Control codes of a resource.
    ResourceControl = "resource-control";
    /// Control codes of the resource type.
    ResourceTypeControl = "resource-type-control";
    /// Stop a pending operation (since version 2).
    Cancel = "cancel";
    /// Control codes of a resource (since version 3).
    BeginResourceControl = "begin-resource-control";
    /// Control codes of the resource type (since version 3).
    BeginResourceTypeControl = "begin-resource-type-control";
    /// Control codes of a resource (since version 4).
    BeginResourceControlAsUser = "begin-resource-control-as-user";
    /// Control codes of the resource type (since version 4).
    BeginResourceTypeControlAsUser = "begin-resource-type-control-as-user";
}

impl Role {
    /// The role of that name in the configuration.
    pub fn from_kebab(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.kebab() == name)
    }

    /// The role of an exported name: letter by letter. `StartupEx` is `Startup` too.
    pub fn from_export(name: &str) -> Option<Self> {
        if name == "StartupEx" {
            return Some(Self::Startup);
        }
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }

    /// The role of a table's field, however the bindings spell it (`LooksAlive`, `looks_alive`).
    pub fn from_field(name: &str) -> Option<Self> {
        let same = |role: &Self| role.name().eq_ignore_ascii_case(&name.replace('_', ""));
        Self::ALL.iter().copied().find(same).filter(|role| *role != Self::Startup)
    }

    /// The fields of the platform's table of that version, 1 to 4.
    pub fn of_version(version: u8) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |role| match role {
            Self::Startup => false,
            Self::ResourceControl | Self::ResourceTypeControl => version <= 2,
            Self::Cancel => version >= 2,
            Self::BeginResourceControl | Self::BeginResourceTypeControl => version >= 3,
            Self::BeginResourceControlAsUser | Self::BeginResourceTypeControlAsUser => version >= 4,
            _ => true,
        })
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_names_exactly_these_roles() {
        let mut ours: Vec<_> = Role::ALL.iter().map(|role| role.kebab()).collect();
        let mut configured = crate::config::ROLES.to_vec();
        ours.sort_unstable();
        configured.sort_unstable();
        assert_eq!(ours, configured);
    }

    #[test]
    fn fields_are_read_in_any_spelling_and_exports_in_one() {
        assert_eq!(Role::from_field("looks_alive"), Some(Role::LooksAlive));
        assert_eq!(Role::from_field("BeginResourceControlAsUser"), Some(Role::BeginResourceControlAsUser));
        assert_eq!(Role::from_field("startup"), None);
        assert_eq!(Role::from_export("LooksAlive"), Some(Role::LooksAlive));
        assert_eq!(Role::from_export("looks_alive"), None);
        assert_eq!(Role::from_export("StartupEx"), Some(Role::Startup));
    }

    #[test]
    fn versions_have_the_fields_of_the_platforms_structs() {
        assert_eq!([1, 2, 3, 4].map(|v| Role::of_version(v).count()), [11, 12, 12, 14]);
    }
}
